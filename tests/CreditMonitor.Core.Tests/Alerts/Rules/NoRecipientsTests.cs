using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class NoRecipientsTests
{
    [Fact]
    public void Credit_that_may_lapse_and_of_which_nobody_would_hear_is_a_warning_until_somebody_would()
    {
        var life = Unread(Lapsing("g1"));
        life.Poll(Ten);

        var alert = life.Alert(AlertKind.MonitorBlind);
        Assert.Equal(("recipients", Severity.Warning), (alert.About, alert.Severity));
        Assert.Contains("grant g1", alert.Text.Lead, StringComparison.Ordinal);

        life.Organization = life.Organization with { Recipients = ["team@example.com"] };
        life.Poll(Ten + Hour);
        Assert.StartsWith("every grant has a confirmed subscriber again", life.Alert(AlertKind.MonitorBlind).Ending, StringComparison.Ordinal);
    }

    [Fact]
    public void One_more_grant_is_told_again()
    {
        var life = Unread(Lapsing("g1"));
        life.Poll(Ten);

        life.Grant(Lapsing("g2")).Poll(Ten + Hour);

        Assert.Equal(["raised monitor_blind", "reminded monitor_blind"], life.Said);
    }

    [Fact]
    public void Credit_without_an_end_needs_no_reader() => Assert.Empty(Unread(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Poll(Ten).Events);

    private static CreditGrant Lapsing(string id) => AGrant.Of(500).Named(id).EffectiveAt(Start).ExpiringAt(Utc("2027-01-01T00:00:00Z"));

    private static ALife Unread(CreditGrant grant)
    {
        var life = new ALife(grant).Spending(2, new(2026, 3, 1), new(2026, 3, 20));
        life.Organization = life.Organization with { Recipients = [] };
        return life;
    }
}
