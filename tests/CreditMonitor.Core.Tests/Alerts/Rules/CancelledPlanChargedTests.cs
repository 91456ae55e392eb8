using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class CancelledPlanChargedTests
{
    [Fact]
    public void A_charge_after_the_plan_was_cancelled_is_told() =>
        Assert.Equal(
            [AlertKind.CancelledPlanCharged, AlertKind.LowBalance],
            Life().Tell(new PlanChange("p", Start, "test", Paid.AddDays(-1), true), Payment("R-1", Paid, 20, ReceiptKind.Subscription)).Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));

    [Fact]
    public void The_last_invoice_after_a_cancellation_is_owed_and_the_next_one_is_not()
    {
        var life = Life().Tell(new PlanChange("p", Start, "test", Paid.AddDays(-9), true), Payment("I-1", Paid, 20, ReceiptKind.Invoice));
        life.Poll(Utc("2026-03-10T10:00:00Z"));
        Assert.Equal(["raised low_balance"], life.Said);    // until when the credit is usable, which every cancellation is answered with

        life.Tell(Payment("I-2", Paid.AddDays(1), 20, ReceiptKind.Invoice)).Poll(Utc("2026-03-11T10:00:00Z"));
        Assert.Equal(["raised low_balance", "raised cancelled_plan_charged"], life.Said);
    }

    [Theory]
    [InlineData(45, false)]
    [InlineData(46, true)]
    public void The_last_invoice_comes_within_forty_five_days(int days, bool told)
    {
        var at = Start.AddDays(days);
        var life = Life().Tell(Cancelled(Start), Payment("I-1", at, 20, ReceiptKind.Invoice));

        life.Poll(at + Hour);

        Assert.Equal(told ? ["I-1"] : [], life.Events.Of(AlertKind.CancelledPlanCharged).Select(e => e.Alert.About));
    }

    [Fact]
    public void Money_that_came_back_or_was_never_taken_is_no_charge()
    {
        var life = Life().Tell(Cancelled(Start), Payment("B-1", Paid, 20, ReceiptKind.Refund), Declined("F-1", Paid));

        life.Poll(Ten);

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.CancelledPlanCharged);
    }

    [Theory]
    [InlineData(false, "told; closed after 30 days")]
    [InlineData(true, "the plan was taken up again")]
    public void It_closes_after_a_month_or_with_the_plan_taken_up_again(bool again, string ending)
    {
        var life = Life().Tell(Cancelled(Start), Payment("R-1", Paid, 20, ReceiptKind.Subscription));
        life.Poll(Ten);
        if (again)
        {
            life.Tell(Cancelled(Ten) with { Cancelled = false });
        }

        life.Poll(again ? Ten + Hour : Ten.AddDays(30));

        Assert.Equal(ending, life.Alert(AlertKind.CancelledPlanCharged).Ending);
    }

    [Fact]
    public void An_invoice_that_only_came_by_mail_is_neither_a_charge_nor_the_last_one()
    {
        var life = Life().Tell(Cancelled(Start), Payment("I-1", Paid.AddDays(-1), 20, ReceiptKind.Invoice) with { Claimed = true }, Payment("I-2", Paid, 20, ReceiptKind.Invoice));

        life.Poll(Ten);

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.CancelledPlanCharged);
    }

    private static PlanChange Cancelled(DateTimeOffset at) => new($"plan-{at:yyyyMMdd}", at, "test", at, true);
}
