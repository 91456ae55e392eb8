using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class PaymentFailedTests
{
    [Fact]
    public void A_declined_payment_is_told_until_one_succeeds()
    {
        var life = Life().Tell(Payment("F-1", Paid, 50, ReceiptKind.PaymentFailed));
        life.Poll(Utc("2026-03-10T10:00:00Z"));
        life.Tell(Payment("R-1", Paid.AddHours(1)), Credited("c", Paid.AddHours(1), 50)).Poll(Utc("2026-03-10T11:00:00Z"));

        Assert.Equal(["raised payment_failed", "resolved payment_failed"], life.Said);
        Assert.Contains("lasts", life.Events[0].Alert.Text.Consequence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, Severity.Critical)]
    [InlineData(false, Severity.Warning)]
    public void It_is_critical_where_auto_recharge_relies_on_the_card(bool recharges, Severity severity)
    {
        var life = Life().Tell(AutoRechargeIs(recharges, 20), Declined("F-1", Paid));

        life.Poll(Ten);

        var alert = Assert.Single(life.Events.Of(AlertKind.PaymentFailed)).Alert;
        Assert.Equal(("payment_failed.payment.20260310T092000", severity), (alert.Key, alert.Severity));
    }

    [Fact]
    public void The_third_refusal_within_a_week_is_told_again_and_a_week_without_one_ends_it()
    {
        var life = Life();
        for (var n = 0; n < 4; n++)
        {
            life.Tell(Declined($"F-{n}", Paid.AddDays(n))).Poll(Ten.AddDays(n));
        }

        life.PollEvery(TimeSpan.FromHours(6), Ten.AddDays(4), Ten.AddDays(11));

        Assert.Equal([("raised", Ten), ("reminded", Ten.AddDays(2)), ("resolved", Ten.AddDays(10))], life.Events.Of(AlertKind.PaymentFailed).Select(e => (SnakeCase.Of(e.Kind), e.At)));
    }

    [Fact]
    public void A_refusal_that_only_came_by_mail_warns_with_the_mails_word_for_it_and_is_critical_once_somebody_confirms_it()
    {
        var life = Life().Tell(AutoRechargeIs(true, 20), Declined("F-1", Paid) with { Claimed = true });

        var mailed = Assert.Single(life.Poll(Ten).Events).Alert;
        var confirmed = Assert.Single(life.Tell(Declined("F-1", Paid)).Poll(Ten.AddHours(1)).Events.Of(AlertKind.PaymentFailed)).Alert;

        Assert.Equal((Severity.Warning, Severity.Critical, mailed.Key), (mailed.Severity, confirmed.Severity, confirmed.Key));
        Assert.Contains("A forwarded mail that nobody has confirmed says", mailed.Text.Lead, StringComparison.Ordinal);
        Assert.DoesNotContain("mail", confirmed.Text.Lead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "raised payment_failed", "resolved payment_failed")]
    [InlineData(false, "raised payment_failed")]
    public void A_mailed_success_ends_what_a_mail_began_and_nothing_that_a_person_told(bool claimed, params string[] said)
    {
        var life = Life().Tell(Declined("F-1", Paid) with { Claimed = claimed });
        life.Poll(Ten);
        life.Tell(Payment("R-1", Paid.AddHours(1)) with { Claimed = true }).Poll(Ten.AddHours(1));

        Assert.Equal(said, life.Events.Of(AlertKind.PaymentFailed).Select(e => $"{SnakeCase.Of(e.Kind)} payment_failed"));
    }
}
