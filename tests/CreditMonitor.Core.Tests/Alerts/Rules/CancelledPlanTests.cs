using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>$100 of credit at $2 a day; the plan is cancelled on 20 March.</summary>
public class CancelledPlanTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Cancelled = Utc("2026-03-20T09:00:00Z");

    [Fact]
    public void A_cancelled_plan_says_once_until_when_its_credit_is_usable_and_which_keys_still_spend()
    {
        var life = Life();
        life.PollUsage(Cancelled.AddHours(1), new UsageSlot(Cancelled, "key_app", "gpt-5", null, 3, 900));
        life.PollEvery(TimeSpan.FromHours(6), Cancelled.AddHours(2), Utc("2026-03-30T00:00:00Z"));

        var told = Assert.Single(life.Events, e => e.Alert.About == "plan");
        Assert.Equal((AlertKind.LowBalance, Severity.Info), (told.Alert.Kind, told.Alert.Severity));
        Assert.Contains("stays usable until about", told.Alert.Text.Lead, StringComparison.Ordinal);
        Assert.StartsWith("key_app in the 7 days", told.Alert.Text.Facts.Single(fact => fact.Name == "keys_that_spend").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_when_the_plan_is_taken_up_again_or_the_credit_is_gone()
    {
        var (again, spent) = (Life(), Life());
        again.Poll(Cancelled.AddHours(1));
        again.Tell(new PlanChange("again", Cancelled.AddDays(1), "ann", Cancelled.AddDays(1), Cancelled: false)).Poll(Cancelled.AddDays(2));
        spent.PollEvery(TimeSpan.FromHours(6), Cancelled, Utc("2026-04-25T00:00:00Z"));

        Assert.Equal("the plan was taken up again", again.State.Alerts.Single(alert => alert.About == "plan").Ending);
        Assert.Equal("the credit is gone, which is told by itself", spent.State.Alerts.Single(alert => alert.About == "plan").Ending);
    }

    [Fact]
    public void Where_no_credit_is_known_there_is_no_telling_until_when_it_lasts()
    {
        var life = new ALife().Tell(new PlanChange("end", Cancelled, "ann", Cancelled, Cancelled: true));

        life.Poll(Cancelled.AddHours(1));

        Assert.Empty(life.Events);
    }

    private static ALife Life() => new ALife(AGrant.Of(100).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 5, 31))
        .PollEvery(TimeSpan.FromHours(6), Start, Cancelled).Tell(new PlanChange("end", Cancelled, "ann", Cancelled, Cancelled: true));
}
