using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class CallsRefusedTests
{
    [Fact]
    public void A_refusal_for_lack_of_credit_while_there_is_some_is_a_contradiction_until_a_call_succeeds()
    {
        var life = Life().Tell(Refused(Ten.AddMinutes(-10)));
        life.Poll(Ten);
        life.Tell(Succeeded(Ten.AddMinutes(30))).Poll(Ten + Hour);

        Assert.Equal(["raised refused_with_credit", "resolved refused_with_credit"], life.Said);
    }

    [Fact]
    public void Within_an_hour_of_a_purchase_a_refusal_is_met_with_patience_and_only_a_later_one_is_told()
    {
        var bought = Ten.AddMinutes(-40);
        var life = Life().Tell(new RecordedGrant(bought, "test", new CreditGrant("new", GrantKind.Paid, new Usd(20), bought) { NeverExpires = true }), Refused(Ten.AddMinutes(-20)));

        Assert.Empty(life.Poll(Ten).Events);
        Assert.Empty(life.Poll(Ten + Hour).Events);
        Assert.Equal([AlertKind.RefusedWithCredit], life.Tell(Refused(bought.AddMinutes(61))).Poll(Ten + Hour).Events.Select(e => e.Alert.Kind));
    }

    [Fact]
    public void While_some_calls_succeed_and_others_do_not_it_is_told_once_and_ends_after_half_an_hour_without_a_refusal()
    {
        var life = Life();
        for (var n = 0; n < 6; n++)
        {
            var at = Ten.AddMinutes(10 * n);
            life.Tell(n % 2 == 0 ? Refused(at) : Succeeded(at)).Poll(at);
        }

        life.Poll(Ten.AddMinutes(69));
        Assert.Equal(["raised refused_with_credit"], life.Said);

        life.Poll(Ten.AddMinutes(70));
        Assert.Equal(["raised refused_with_credit", "resolved refused_with_credit"], life.Said);
        Assert.StartsWith("a call succeeded at", life.Events[^1].Alert.Ending, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_limit_is_news_when_it_lasts_for_half_an_hour()
    {
        var life = Life();
        for (var n = 0; n <= 3; n++)
        {
            life.Tell(Refused(Ten.AddMinutes(10 * n), "rate_limit_exceeded")).Poll(Ten.AddMinutes(10 * n));
        }

        var told = Assert.Single(life.Events);
        Assert.Equal((AlertKind.CallsRefused, Ten.AddMinutes(30)), (told.Alert.Kind, told.At));
        Assert.Contains("wait and try again", told.Alert.Text.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void One_refusal_does_not_grow_worse_by_growing_old()
    {
        var life = Life().Tell(Refused(Ten.AddMinutes(-10)));

        life.PollEvery(Hour, Ten, Ten.AddHours(20));

        Assert.Equal([Severity.Warning], life.Events.Of(AlertKind.RefusedWithCredit).Select(e => e.Alert.Severity));
    }

    [Fact]
    public void With_credit_an_account_that_is_not_active_is_its_owners_to_activate()
    {
        var alert = Assert.Single(Life().Tell(Refused(Ten.AddMinutes(-10), "billing_not_active")).Poll(Ten).Events).Alert;

        Assert.Equal(AlertKind.RefusedWithCredit, alert.Kind);
        Assert.Contains("activate", alert.Text.Action, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid_api_key", "key", Severity.Warning)]
    [InlineData("organization_spend_limit_exceeded", "spend limit", Severity.Warning)]
    [InlineData("organization_usage_limit_exceeded", "usage tier", Severity.Warning)]
    [InlineData("something_new", "does not name a cause", Severity.Warning)]
    public void Another_code_tells_another_cause_and_person(string code, string named, Severity severity)
    {
        var alert = Assert.Single(Life().Tell(Refused(Ten.AddMinutes(-10), code)).Poll(Ten).Events).Alert;

        Assert.Equal((AlertKind.CallsRefused, severity), (alert.Kind, alert.Severity));
        Assert.Contains(named, alert.Text.Consequence + alert.Text.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_credit_a_refusal_is_no_contradiction_and_critical()
    {
        var life = Life(credit: 18).Tell(Refused(Ten.AddMinutes(-10), "credit_balance_exhausted"));

        var alert = life.Poll(Ten).Events.Single(e => e.Alert.Kind is AlertKind.CallsRefused or AlertKind.RefusedWithCredit).Alert;
        Assert.Equal((AlertKind.CallsRefused, Severity.Critical), (alert.Kind, alert.Severity));
    }

    [Theory]
    [InlineData("insufficient_quota", AlertKind.RefusedWithCredit)]
    [InlineData("invalid_api_key", AlertKind.CallsRefused)]
    public void Refused_for_twelve_hours_it_is_critical(string code, AlertKind kind)
    {
        var life = Life();
        for (var n = 0; n <= 13; n++)
        {
            life.Tell(Refused(Ten.AddHours(n), code)).Poll(Ten.AddHours(n));
        }

        Assert.Equal([(Ten, Severity.Warning), (Ten.AddHours(12), Severity.Critical)], life.Events.Of(kind).Select(e => (e.At, e.Alert.Severity)));
        Assert.Equal("calls", life.Alert(kind).About);
    }

    [Fact]
    public void A_top_up_does_not_end_it_and_what_was_refused_before_is_no_contradiction_to_it()
    {
        var life = Life(credit: 18).Tell(Refused(Ten.AddMinutes(-10)));
        life.Poll(Ten);
        life.Tell(new RecordedGrant(Ten.AddMinutes(5), "test", new CreditGrant("new", GrantKind.Paid, new Usd(50), Ten.AddMinutes(5)) { NeverExpires = true })).Poll(Ten.AddMinutes(5));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.RefusedWithCredit);
        Assert.DoesNotContain("resolved calls_refused", life.Said);

        life.Tell(Succeeded(Ten.AddMinutes(20))).Poll(Ten.AddMinutes(30));
        Assert.Contains("resolved calls_refused", life.Said);
    }

    [Fact]
    public void Refusals_that_go_on_an_hour_after_the_top_up_are_the_contradiction_then()
    {
        var life = Life(credit: 18).Tell(Refused(Ten.AddMinutes(-10)));
        life.Poll(Ten);
        life.Tell(new RecordedGrant(Ten.AddMinutes(5), "test", new CreditGrant("new", GrantKind.Paid, new Usd(50), Ten.AddMinutes(5)) { NeverExpires = true }), Refused(Ten.AddMinutes(30))).Poll(Ten.AddMinutes(30));
        Assert.DoesNotContain("raised refused_with_credit", life.Said);

        life.Tell(Refused(Ten.AddMinutes(70))).Poll(Ten.AddMinutes(70));
        Assert.Equal(["raised refused_with_credit", "resolved calls_refused"], life.Said.Where(said => said.Contains("refused", StringComparison.Ordinal)).Skip(1).Order());
    }

    [Fact]
    public void Calls_that_usage_shows_end_it_half_an_hour_after_the_last_refusal_though_nobody_reports_one()
    {
        var life = Life().Tell(Refused(Ten));
        life.Poll(Ten);
        life.PollUsage(Ten);
        life.PollUsage(Ten.AddMinutes(20), new UsageSlot(Ten.AddMinutes(10), "key_a", "gpt-5", "proj_a", 3, 900));
        Assert.Equal(["raised refused_with_credit"], life.Said);

        life.PollUsage(Ten.AddMinutes(30), new UsageSlot(Ten.AddMinutes(10), "key_a", "gpt-5", "proj_a", 3, 900));
        Assert.Equal(["raised refused_with_credit", "resolved refused_with_credit"], life.Said);
        Assert.StartsWith("usage shows calls again since", life.Events[^1].Alert.Ending, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid_api_key", null)]
    [InlineData("project_spend_limit_exceeded", "proj_b")]
    [InlineData("insufficient_quota", "proj_b")]
    public void Calls_of_others_do_not_show_that_it_is_over(string code, string? project)
    {
        var life = Life().Tell(Refused(Ten, code) with { Project = project });
        life.Poll(Ten);
        life.PollUsage(Ten);
        life.PollUsage(Ten.AddMinutes(40), new UsageSlot(Ten.AddMinutes(10), "key_a", "gpt-5", "proj_a", 3, 900));

        Assert.DoesNotContain(life.Said, said => said.StartsWith("resolved", StringComparison.Ordinal));
    }

    [Fact]
    public void The_text_says_when_it_ends_if_no_success_can_be_seen()
    {
        var alert = Assert.Single(Life().Tell(Refused(Ten.AddMinutes(-10), "invalid_api_key")).Poll(Ten).Events).Alert;

        Assert.Contains(alert.Text.Facts, fact => fact.Name == "ends" && fact.Value.Contains("24 hours after it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(29, 1)]
    [InlineData(61, 2)]
    public void Refusals_that_return_within_an_hour_of_the_end_are_the_same_episode_and_nobody_is_notified_again(int minutesAfter, int raised)
    {
        var life = Life().Tell(Refused(Ten), Succeeded(Ten.AddMinutes(5)));
        life.Tell(Refused(Ten.AddMinutes(6)));
        life.Poll(Ten.AddMinutes(6));
        var end = Ten.AddMinutes(36);
        life.Tell(Succeeded(Ten.AddMinutes(7))).Poll(end);
        var mails = life.Messages.Count;

        var back = end.AddMinutes(minutesAfter);
        life.Tell(Refused(back)).Poll(back);

        Assert.Equal(raised, life.Events.Count(e => e.Kind == AlertEventKind.Raised));
        Assert.Equal(raised == 1 ? mails : mails + 1, life.Messages.Count);
        Assert.Contains(life.State.Alerts, alert => alert.Kind == AlertKind.RefusedWithCredit && alert.IsOpen);
        Assert.Equal(raised, life.State.Alerts.Count(alert => alert.Kind == AlertKind.RefusedWithCredit));
    }

    [Fact]
    public void A_deactivated_account_is_its_owners_to_settle_with_support_and_the_credit_in_it_is_at_stake()
    {
        var alert = Assert.Single(Life().Tell(Refused(Ten.AddMinutes(-10), "organization_suspended")).Poll(Ten).Events).Alert;

        Assert.Equal((AlertKind.CallsRefused, Severity.Critical), (alert.Kind, alert.Severity));
        Assert.Contains("support", alert.Text.Action, StringComparison.Ordinal);
        Assert.Contains("out of reach", alert.Text.Consequence, StringComparison.Ordinal);
        Assert.DoesNotContain("key", alert.Text.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_for_two_causes_is_told_by_what_the_ledger_knows()
    {
        var with = Assert.Single(Life().Tell(Refused(Ten.AddMinutes(-10), "billing_hard_limit_reached")).Poll(Ten).Events).Alert;
        var without = Life(credit: 18).Tell(Refused(Ten.AddMinutes(-10), "billing_hard_limit_reached")).Poll(Ten).Events.Single(e => e.Alert.Kind == AlertKind.CallsRefused).Alert;
        var unknown = new ALife().Spending(2, new(2026, 3, 1), new(2026, 4, 30)).Tell(Refused(Ten.AddMinutes(-10), "billing_hard_limit_reached")).Poll(Ten).Events.Single(e => e.Alert.Kind == AlertKind.CallsRefused).Alert;

        Assert.Equal([Severity.Warning, Severity.Critical, Severity.Warning], new[] { with, without, unknown }.Select(alert => alert.Severity));
        Assert.Contains("Credit is not the cause: $", with.Text.Consequence, StringComparison.Ordinal);
        Assert.StartsWith("Buy credit", without.Text.Action, StringComparison.Ordinal);
        Assert.Contains("means both", unknown.Text.Consequence, StringComparison.Ordinal);
    }

    /// <summary>Whatever the code: that credit is not the cause is said only where some is known to be left, and nobody is sent to buy any then.</summary>
    [Theory]
    [InlineData("invalid_api_key")]
    [InlineData("organization_spend_limit_exceeded")]
    [InlineData("organization_usage_limit_exceeded")]
    [InlineData("unsupported_country_region_territory")]
    [InlineData("ip_not_authorized")]
    [InlineData("model_not_found")]
    [InlineData("billing_hard_limit_reached")]
    [InlineData("something_new")]
    [InlineData("account_deactivated")]
    public void Credit_is_ruled_out_only_where_some_is_known_to_be_left(string code)
    {
        var with = Assert.Single(Life().Tell(Refused(Ten.AddMinutes(-10), code)).Poll(Ten).Events).Alert.Text;
        var unknown = new ALife().Spending(2, new(2026, 3, 1), new(2026, 4, 30)).Tell(Refused(Ten.AddMinutes(-10), code)).Poll(Ten).Events.Single(e => e.Alert.Kind == AlertKind.CallsRefused).Alert.Text;

        Assert.DoesNotContain("not the cause", unknown.Consequence, StringComparison.Ordinal);
        Assert.DoesNotContain("Buy credit", with.Action, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountOverdueError")]
    [InlineData("wallet_balance_depleted")]
    public void A_code_that_nobody_listed_and_that_speaks_of_no_credit_is_a_contradiction_while_there_is_some(string code)
    {
        Assert.Equal(AlertKind.RefusedWithCredit, Assert.Single(Life().Tell(Refused(Ten.AddMinutes(-10), code)).Poll(Ten).Events).Alert.Kind);
    }

    [Fact]
    public void Without_news_for_a_day_nobody_can_say_that_calls_are_refused()
    {
        var life = Life().Tell(Refused(Ten.AddMinutes(-10))).PollEvery(Hour, Ten, Ten.AddHours(30));

        Assert.Equal("resolved refused_with_credit", life.Said.Last());
        Assert.Contains("no refusal was reported for 24 hours", life.Events[^1].Alert.Ending, StringComparison.Ordinal);
    }

    private static CallReport Refused(DateTimeOffset at, string code = "insufficient_quota") => new(InstantText.Format(at), at, "test", at, code, null);

    private static CallReport Succeeded(DateTimeOffset at) => new(InstantText.Format(at), at, "test", at, null, null);
}
