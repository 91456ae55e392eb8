using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class DuplicateChargeTests
{
    [Fact]
    public void Equal_charges_of_one_day_on_a_statement_that_nothing_explains_are_told_as_one()
    {
        var life = Life().Tell([.. Enumerable.Range(0, 18).Select(n => Charged($"c{n:00}", 21.42m))]).Tell(Charged("other", 9.99m));

        var alert = Assert.Single(life.Poll(Ten).Events.Of(AlertKind.DuplicateCharge)).Alert;

        Assert.Equal(("The card was charged 21.42 EUR 18 times on 9 Mar 2026", "duplicate_charge.c00.20260309"), (alert.Text.Subject, alert.Key));
        Assert.Contains("385.56 EUR in all", alert.Text.Lead, StringComparison.Ordinal);
    }

    private static CardCharge Charged(string id, decimal amount) => Charge(id, Ten, new(2026, 3, 9), amount, "OPENAI *CREDIT", "EUR");

    [Fact]
    public void Two_equal_payments_within_minutes_are_told_as_a_double_one()
    {
        var life = Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid.AddMinutes(8)), Credited("a", Paid.AddMinutes(2), 50), Credited("b", Paid.AddMinutes(9), 50));

        Assert.Equal(["raised duplicate_charge"], life.Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => $"{SnakeCase.Of(e.Kind)} {SnakeCase.Of(e.Alert.Kind)}"));
    }

    [Theory]
    [InlineData(50, 20)]    // too far apart
    [InlineData(60, 8)]     // not equal
    public void Other_pairs_are_none(decimal second, int minutes)
    {
        var life = Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid.AddMinutes(minutes), second), Credited("a", Paid, 50), Credited("b", Paid.AddMinutes(minutes), second));

        Assert.Empty(life.Poll(Utc("2026-03-10T10:00:00Z")).Events);
    }

    [Theory]
    [InlineData(15 * 60, true)]
    [InlineData((15 * 60) + 1, false)]
    public void A_quarter_of_an_hour_apart_is_still_a_double_payment(int seconds, bool told)
    {
        var life = Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid.AddSeconds(seconds)));

        life.Poll(Ten);

        Assert.Equal(told ? ["R-2"] : [], life.Events.Of(AlertKind.DuplicateCharge).Select(e => e.Alert.About));
    }

    [Fact]
    public void Equal_figures_in_two_currencies_are_not_equal()
    {
        var life = Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid.AddMinutes(8)).In("EUR"));

        life.Poll(Ten);

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.DuplicateCharge);
    }

    [Fact]
    public void Three_payments_too_slow_for_a_loop_are_two_double_ones()
    {
        var life = Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid.AddMinutes(6)), Payment("R-3", Paid.AddMinutes(12)));

        life.Poll(Ten);

        Assert.Equal(["R-2", "R-3"], life.Events.Where(e => e.Alert.Kind is AlertKind.DuplicateCharge or AlertKind.ChargeVelocity).Select(e => e.Alert.About).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void It_closes_by_itself_after_three_days()
    {
        var life = Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid.AddMinutes(8)));
        life.Poll(Ten);

        life.Poll(Paid.AddMinutes(8).AddDays(3));
        Assert.True(life.Alert(AlertKind.DuplicateCharge).IsOpen);

        life.Poll(Paid.AddMinutes(9).AddDays(3));
        Assert.StartsWith("told; closed after 3 days", life.Alert(AlertKind.DuplicateCharge).Ending, StringComparison.Ordinal);
    }
}
