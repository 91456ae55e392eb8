using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Facts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Tests.Builders;
using static CreditMonitor.Core.Tests.Builders.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>Refused calls, idle credit, spend limits, keys, and other organizations.</summary>
public class CallsAndKeysTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Ten = Utc("2026-03-10T10:00:00Z");
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static ALife Life(decimal credit = 500, decimal perDay = 2) =>
        new ALife(AGrant.Of(credit).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(perDay, new(2026, 3, 1), new(2026, 4, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-10T09:00:00Z"));

    private static CallReport Refused(DateTimeOffset at, string code = "insufficient_quota") => new(InstantText.Format(at), at, "test", at, code, null);

    private static CallReport Succeeded(DateTimeOffset at) => new(InstantText.Format(at), at, "test", at, null, null);

    [Fact]
    public void A_refusal_for_lack_of_credit_while_there_is_some_is_a_contradiction_until_a_call_succeeds()
    {
        var life = Life().Tell(Refused(Ten.AddMinutes(-10)));
        life.Poll(Ten);
        life.Tell(Succeeded(Ten.AddMinutes(30))).Poll(Ten + Hour);

        Assert.Equal(["raised refused_with_credit", "resolved refused_with_credit"], life.Said);
    }

    [Fact]
    public void Within_an_hour_of_a_purchase_a_refusal_is_met_with_patience()
    {
        var bought = Ten.AddMinutes(-40);
        var life = Life().Tell(new ToldGrant(bought, "test", new CreditGrant("new", GrantKind.Paid, new Usd(20), bought) { NeverExpires = true }), Refused(Ten.AddMinutes(-20)));

        Assert.Empty(life.Poll(Ten).Events);
        Assert.Equal([AlertKind.RefusedWithCredit], life.Poll(Ten + Hour).Events.Select(e => e.Alert.Kind));
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

    [Fact]
    public void Sixty_days_of_published_zero_are_idle_and_a_day_without_a_figure_breaks_the_count()
    {
        ALife Idle(DateOnly? unknown)
        {
            var life = new ALife(AGrant.Of(25).EffectiveAt(Start).NeverExpiring());
            for (var day = new DateOnly(2026, 3, 1); day < new DateOnly(2026, 6, 1); day = day.AddDays(1))
            {
                if (day != unknown)
                {
                    life.Spending(0, day, day);
                }
            }

            return life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-05-10T00:00:00Z"));
        }

        Assert.Equal(["raised idle_credit"], Idle(null).Said);
        Assert.Empty(Idle(new DateOnly(2026, 4, 10)).Said);
    }

    [Theory]
    [InlineData(30, false, "spend_limit_near")]      // $18 of 30 and 2 a day: reached on the 15th
    [InlineData(20, true, "spend_limit_near")]
    [InlineData(15, true, "spend_limit_exceeded")]
    [InlineData(1_000, true, null)]
    public void The_organizations_own_limit_is_foreseen_and_told(decimal limit, bool enforcing, string? kind)
    {
        var life = Life().LimitedTo(limit, enforcing);

        Assert.Equal(kind is null ? [] : [kind], life.Poll(Ten).Events.Select(e => SnakeCase.Of(e.Alert.Kind)));
    }

    [Fact]
    public void Keys_made_and_deleted_are_each_told_once()
    {
        var life = Life().Logging(new KeyEvent("1", Ten.AddMinutes(-30), true, "key_a", "proj"), new KeyEvent("2", Ten.AddMinutes(20), false, "key_a", null));

        life.PollEvery(Hour, Ten, Ten.AddHours(5));

        Assert.Equal(["raised api_key_created", "raised api_key_deleted"], life.Said);
        Assert.All(life.Events, e => Assert.Equal("key_a", e.Alert.About));
    }
}
