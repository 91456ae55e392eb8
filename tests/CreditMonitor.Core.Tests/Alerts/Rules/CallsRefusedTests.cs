using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
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
        var life = Life().Tell(new ToldGrant(bought, "test", new CreditGrant("new", GrantKind.Paid, new Usd(20), bought) { NeverExpires = true }), Refused(Ten.AddMinutes(-20)));

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
    public void What_was_refused_before_a_top_up_is_no_contradiction_to_it()
    {
        var life = Life(credit: 18).Tell(Refused(Ten.AddMinutes(-10)));
        life.Poll(Ten);
        life.Tell(new ToldGrant(Ten.AddMinutes(5), "test", new CreditGrant("new", GrantKind.Paid, new Usd(50), Ten.AddMinutes(5)) { NeverExpires = true })).Poll(Ten.AddMinutes(5));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.RefusedWithCredit);
        Assert.Contains("resolved calls_refused", life.Said);
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
