using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>Payments whose notice says less than their receipt would, and charges that come back.</summary>
public class PaymentsAsTheyAreToldTests
{
    [Theory]
    [InlineData(5.90, 5, false)]        // 18 %
    [InlineData(54.44, 50, false)]      // 8.875 %
    [InlineData(119, 100, false)]       // 19 %
    [InlineData(52.36, 50, false)]      // Hawaii, 4.712 %
    [InlineData(100, 60, true)]
    [InlineData(150, 100, true)]
    public void A_tax_that_a_notice_does_not_name_is_no_missing_credit_and_what_no_tax_explains_is(decimal paid, decimal credited, bool told)
    {
        var life = Life().Tell(Recharge("r1", Paid.AddHours(-1), paid), Credited("g1", Paid.AddMinutes(-53), credited));
        life.Poll(Ten);

        Assert.Equal(told, life.Events.Of(AlertKind.PurchaseNotCredited).Any());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(42)]
    public void A_charge_that_is_given_back_in_full_is_closed_by_its_reversal(decimal amount)
    {
        var life = Life().Tell(Charge("c1", Paid, new DateOnly(2026, 3, 9), amount, "OPENAI *API"));
        life.Poll(Ten);
        Assert.Equal(amount <= 5, life.Alert(AlertKind.UnexplainedCharge).Text.Consequence!.Contains("check of the card", StringComparison.Ordinal));

        life.Tell(Charge("c2", Ten.AddHours(1), new DateOnly(2026, 3, 10), -amount, "OPENAI *API")).Poll(Ten.AddHours(2));
        Assert.Contains("given back in full on 10 Mar 2026", life.Alert(AlertKind.UnexplainedCharge).Ending!, StringComparison.Ordinal);
    }

    [Fact]
    public void One_reversal_closes_one_of_two_equal_charges_and_a_part_closes_none()
    {
        var life = Life().Tell(
            Charge("c1", Paid, new DateOnly(2026, 3, 6), 42), Charge("c2", Paid, new DateOnly(2026, 3, 8), 42), Charge("c3", Paid, new DateOnly(2026, 3, 9), -42),
            Charge("c4", Paid, new DateOnly(2026, 3, 5), 30), Charge("c5", Paid, new DateOnly(2026, 3, 9), -10));
        life.Poll(Ten);

        Assert.Equal(["c1", "c4"], life.Events.Of(AlertKind.UnexplainedCharge).Select(e => e.Alert.About).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2, Severity.Info)]
    [InlineData(1, Severity.Warning)]
    public void Declined_tries_explain_the_numbers_that_they_used_up(int declined, Severity severity)
    {
        var life = Life().Tell(Payment("A1B2C3D4-0003", Utc("2026-03-02T10:00:00Z")), Credited("g1", Utc("2026-03-02T10:05:00Z"), 50), Payment("A1B2C3D4-0006", Utc("2026-03-08T10:00:00Z")), Credited("g2", Utc("2026-03-08T10:05:00Z"), 50));
        for (var n = 0; n < declined; n++)
        {
            life.Tell(Declined($"d{n}", Utc("2026-03-05T10:00:00Z").AddMinutes(n * 20)));
        }

        life.Poll(Utc("2026-03-20T10:00:00Z"));
        Assert.Equal(severity, life.Alert(AlertKind.MissingInvoice).Severity);
    }

    [Theory]
    [InlineData(70, false)]
    [InlineData(76.21, true)]       // with 8.875 % of tax, by a mail that nobody has confirmed
    public void A_refund_that_took_its_credit_with_it_is_the_first_suspect_when_the_balance_falls(decimal refunded, bool claimed)
    {
        var life = Life(credit: 100, perDay: 1).Tell(Payment("A1B2C3D4-0001 refund", Utc("2026-03-08T10:00:00Z"), refunded, ReceiptKind.Refund) with { Claimed = claimed }).Reading(20, Utc("2026-03-10T09:00:00Z"));
        life.Poll(Ten);

        var cause = life.Events.Last(e => e.Alert.Kind is AlertKind.BalanceMismatch or AlertKind.UnexplainedBalanceDrop).Alert.Text.Facts.Single(fact => fact.Name == "likely_cause").Value;
        Assert.StartsWith($"the refund of {new Usd(refunded)} on 8 Mar 2026", cause, StringComparison.Ordinal);
        Assert.Equal(claimed, cause.Contains("only a mail", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refund_whose_grant_was_ended_is_no_suspect()
    {
        var ended = AGrant.Of(70).Named("g1").EffectiveAt(Utc("2026-03-05T10:00:00Z")) with { VoidedAt = Utc("2026-03-08T10:00:00Z") };
        var life = Life(credit: 100, perDay: 1).Tell(new RecordedGrant(Start, "test", ended), Payment("r refund", Utc("2026-03-08T10:00:00Z"), 70, ReceiptKind.Refund)).Reading(20, Utc("2026-03-10T09:00:00Z"));
        life.Poll(Ten);

        Assert.DoesNotContain(life.Events, e => e.Alert.Text.Facts.Any(fact => fact.Value.StartsWith("the refund of", StringComparison.Ordinal)));
    }
}
