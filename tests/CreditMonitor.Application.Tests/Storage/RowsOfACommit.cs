using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <summary>Of the alerts that stand, a commit writes those that changed.</summary>
public sealed class RowsOfACommit
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_alert_that_changed_is_written_and_one_that_stands_is_not()
    {
        var (stands, changes) = (Alert("stands"), Alert("changes"));
        var before = OrganizationState.New("acme") with { Alerts = [changes, stands] };
        var organization = new WatchedOrganization("acme", "Acme", [], Core.Ledger.BurnOrder.PromotionalFirst, [], AlertSettings.Default, [], TimeSpan.FromHours(1));
        var decision = CreditWatch.Decide(before, new PollFacts(organization, "poll", new DateOnly(2026, 3, 1), false, null, null, null), Noon);
        var version = new HeadVersion(null, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), []);

        var plan = CommitPlan.Of(new StoredOrganization(before, version, []), decision with { Next = decision.Next with { Alerts = [changes with { Severity = Severity.Critical }, stands] } });

        Assert.Equal([StoreKeys.Alert(changes.Key)], plan.Last.Select(change => change.Key).Where(key => key.StartsWith(StoreKeys.AlertPrefix, StringComparison.Ordinal)));
    }

    private static AlertState Alert(string about) => new(
        $"low_balance.{about}", AlertKind.LowBalance, about, "march", Severity.Warning, 1, new AlertText("subject", "lead", null, "action", null, [new AlertFact("balance", "$5.00")]),
        Noon, Noon, Severity.Warning, 1, 0, NotifyReason.UnchangedSinceLastSent);
}
