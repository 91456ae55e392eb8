using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What one poll learnt. A null reading means that the source was not asked.</summary>
/// <param name="PollId">Identifies the poll, so that its repeat is known as one.</param>
/// <param name="CostsFrom">First UTC day that was asked for.</param>
/// <param name="CostsDue">The costs were due at this poll, asked or not.</param>
public sealed record PollFacts(
    WatchedOrganization Organization,
    string PollId,
    DateOnly CostsFrom,
    bool CostsDue,
    Reading<CostReport>? Costs,
    Reading<ImmutableArray<Project>>? Projects,
    Reading<SpendLimit?>? SpendLimit)
{
    /// <summary>One further page of costs, for older days without a figure. Null: not asked.</summary>
    public Reading<CostReport>? OlderCosts { get; init; }

    /// <summary>They were asked for because of restatements alone.</summary>
    public bool SweepsOlder { get; init; }

    /// <summary>What was answered about costs, the older days first.</summary>
    internal IEnumerable<CostReport> CostReports =>
        new[] { OlderCosts, Costs }.OfType<Reading<CostReport>.Ok>().Select(answer => answer.Value);

    /// <summary>Null: the audit log was not asked.</summary>
    public Reading<ImmutableArray<KeyEvent>>? KeyEvents { get; init; }

    /// <summary>Null: the list of admin keys was not asked.</summary>
    public Reading<AdminKeyListing>? AdminKey { get; init; }

    /// <summary>Null: usage was not asked.</summary>
    public Reading<UsageReport>? Usage { get; init; }

    /// <summary>Null: no other endpoint was asked.</summary>
    public EndpointReading? OtherUsage { get; init; }

    /// <summary>The other watched organizations, as their status rows have them; empty when there are none.</summary>
    public ImmutableArray<OtherOrganization> Others { get; init; } = [];

    /// <summary>How mail stood when the poll began; null: not looked at.</summary>
    public MailStanding? Mail { get; init; }
}

/// <summary>All that is to be written after a poll: together, or not at all.</summary>
/// <param name="ChangedDays">Days of <see cref="Next"/>'s history that differ from before.</param>
/// <param name="Breakdowns">Days whose rows by project and line item changed.</param>
public sealed record Decision(
    OrganizationState Next,
    Snapshot Snapshot,
    OrganizationStatus Status,
    ImmutableArray<DateOnly> ChangedDays,
    ImmutableArray<CostDay> Breakdowns,
    ImmutableArray<AlertEvent> Events,
    ImmutableArray<OutboxMessage> Messages)
{
    /// <summary>The snapshot goes into the history. A look at usage that found nothing leaves none: it would be one every few minutes, for good.</summary>
    public bool KeepsSnapshot { get; init; } = true;

    /// <summary>Rules that threw; the others decided.</summary>
    public ImmutableArray<RuleFault> RuleFaults { get; init; } = [];

    /// <summary>Ids of messages that waited for a person's entries to settle, and that nobody has to be sent any more.</summary>
    public ImmutableArray<string> Withdrawn { get; init; } = [];

    /// <summary>For the next digests of those who asked for one.</summary>
    public ImmutableArray<OutboxMessage> Gathered { get; init; } = [];
}

/// <summary>The whole decision of one poll.</summary>
public static class CreditWatch
{
    /// <summary>Pure: the same past, facts and instant give the same decision. A commit that loses a race is decided again from the winner's state.</summary>
    public static Decision Decide(OrganizationState previous, PollFacts facts, DateTimeOffset now)
    {
        facts = facts with { Costs = facts.Costs.Judged(), OlderCosts = facts.OlderCosts.Judged() };
        var merged = previous.History.Merge(facts.CostReports);
        var learnt = Learn(previous, facts, merged, now);
        var situation = Assess(learnt, facts, now);
        var organization = situation.Organization;
        var alerts = AlertRules.Decide(learnt.Alerts, situation);
        ImmutableArray<AlertEvent> events = [.. alerts.Events.Select(e => e with { Late = Lateness.Of(e, previous, organization, learnt.Costs.LastOkAt == now, now) })];
        var calendar = situation.BalanceKnown ? ExpiryDate.After(previous.Calendar, situation.Outlook.Grants, now) : previous.Calendar;
        var outbox = Outbox.For(
            organization.Id, events, SubscriptionsOf(facts, learnt), situation.OwnWindows, organization.Alerts.ExpiryWindowsDays, learnt.Costs.LastOkAt, now, calendar,
            facts.Mail is { } mail ? mail.Waiting + mail.Parked : null);
        var correction = Corrections.Find(
            previous.Believed, previous.History, merged, organization.Grants, (history, asOf) => OrganizationLedger.Of(organization, history, asOf).At(asOf), now);
        var next = learnt with
        {
            Alerts = alerts.Alerts,
            Believed = situation.BalanceKnown ? Corrections.Belief(previous.Believed, organization.Grants, situation.Ledger, now) : previous.Believed,
            Corrections = Corrections.Add(previous.Corrections, correction, now),
            Calendar = calendar,
        };
        var snapshot = PollReadout.Snapshot(situation, facts.PollId, merged.Restatements, alerts.Alerts) with { Correction = correction };
        return new Decision(
            next,
            snapshot,
            PollReadout.Status(situation, snapshot, next, alerts.Faults),
            merged.ChangedDays,
            merged.ChangedBreakdowns,
            events,
            outbox.Now)
        {
            KeepsSnapshot = facts.Usage is null || !events.IsEmpty,
            Gathered = outbox.Gathered,
            RuleFaults = alerts.Faults,
        };
    }

    /// <summary>What the rules look at, of all that is known after the poll.</summary>
    public static Situation Assess(OrganizationState learnt, PollFacts facts, DateTimeOffset now)
    {
        var subscriptions = SubscriptionsOf(facts, learnt);
        var organization = facts.Organization with
        {
            Grants = learnt.Told.Merge(facts.Organization.Grants),
            Alerts = facts.Organization.Alerts.WithWindowsOf(subscriptions),
        };
        var replayed = OrganizationLedger.Of(organization, learnt.History, now);
        var ledger = replayed.At(now);
        var outlook = BalanceOutlook.Of(organization.Grants, organization.BurnOrder, ledger, BurnRate.Of(learnt.History), learnt.History.KnownUntil, now, MonthlySum.Of(learnt.History))
            .With(CreditForesight.Of(learnt.History, organization.Grants, organization.BurnOrder, ledger, now));
        var situation = new Situation(
            now, organization, learnt.Told.With(organization.Account, now), learnt.Costs, learnt.History, replayed.Facts, ledger, outlook,
            IsFresh(learnt.Costs, organization, now), [.. learnt.Alerts.Where(alert => alert.IsOpen)])
        {
            Running = learnt.Running,
            Ended = [.. learnt.Alerts.Where(alert => alert.ResolvedAt > now - Situation.EndedKept)],
            SpendLimit = learnt.KnownSpendLimit,
            Shares = learnt.Shares,
            Projects = learnt.KnownProjects,
            KeyEvents = learnt.KeyEvents,
            AdminKey = learnt.AdminKey,
            Usage = learnt.Usage,
            Sources = new SideSources(learnt.UsageSource, learnt.SpendLimit, learnt.AuditLog),
            Others = facts.Others,
            OwnWindows = facts.Organization.Alerts.ExpiryWindowsDays,
            Mail = facts.Mail,
            Gaps = learnt.Gaps,
            SawCredit = Corrections.SawCredit(learnt.Believed, ledger),
        };
        var coverage = SubscriberCoverage.Of(outlook.Grants, subscriptions, situation.OwnWindows, now);
        return situation with { Coverage = situation.BalanceKnown ? coverage : coverage with { Uncovered = [], Expiring = 0 } };
    }

    private static ImmutableArray<Subscription> SubscriptionsOf(PollFacts facts, OrganizationState known) =>
        Subscription.Merge(facts.Organization.Id, facts.Organization.Recipients, known.Subscriptions);

    private static bool IsFresh(CostSource costs, WatchedOrganization organization, DateTimeOffset now) =>
        Freshness.Holds(costs.LastOkAt, organization.StaleAfter, now) && costs.Failures < 2;

    private static OrganizationState Learn(OrganizationState previous, PollFacts facts, CostMerge merged, DateTimeOffset now)
    {
        var costs = facts.CostsDue ? SourceUpdate.After(previous.Costs, facts.Costs, now).AfterAttempt(now) : previous.Costs;
        costs = costs with { WatchedSince = costs.WatchedSince ?? now };
        var usage = Learn(previous.Usage, facts, now);
        var gaps = Learn(previous, facts, merged, usage);
        if (facts.Costs is Reading<CostReport>.Ok(var report))
        {
            costs = (costs with { ReadFrom = CostAnswers.ReadFromAfter(previous.Costs.ReadFrom, report, merged.History, gaps), Remarks = report.Remarks }).AfterReading(report, facts is { SweepsOlder: true, OlderCosts: Reading<CostReport>.Ok(var swept) } ? swept : null, now);
        }

        return previous with
        {
            LastPollId = facts.PollId,
            Costs = costs,
            History = merged.History,
            Gaps = gaps,
            Running = previous.Running.After(merged.History, now),
            Shares = facts.Costs is Reading<CostReport>.Ok(var read) ? DayShares.After(previous.Shares, read, merged.History) : previous.Shares,
            Projects = facts.Projects is null ? previous.Projects : SourceUpdate.After(previous.Projects, facts.Projects, now),
            KnownProjects = facts.Projects is Reading<ImmutableArray<Project>>.Ok(var projects) ? projects : previous.KnownProjects,
            SpendLimit = facts.SpendLimit is null ? previous.SpendLimit : SourceUpdate.After(previous.SpendLimit, facts.SpendLimit, now),
            KnownSpendLimit = facts.SpendLimit is Reading<SpendLimit?>.Ok(var limit) ? limit : previous.KnownSpendLimit,
            AdminKey = facts.AdminKey is { } keys ? previous.AdminKey.After(keys, now) : previous.AdminKey,
            UsageSource = facts.Usage is null ? previous.UsageSource : SourceUpdate.After(previous.UsageSource, facts.Usage, now),
            Usage = usage,
            AuditLog = facts.KeyEvents is null ? previous.AuditLog : SourceUpdate.After(previous.AuditLog, facts.KeyEvents, now),
            KeyEvents = facts.KeyEvents is Reading<ImmutableArray<KeyEvent>>.Ok(var events) ? Merge(previous.KeyEvents, events, now) : previous.KeyEvents,
        };
    }

    private static CostGaps Learn(OrganizationState previous, PollFacts facts, CostMerge merged, UsageHistory usage)
    {
        var grants = previous.Told.Merge(facts.Organization.Grants);
        if (grants.IsEmpty)
        {
            return previous.Gaps;    // no ledger, no span
        }

        var span = DateOnly.FromDateTime(grants.Min(grant => grant.EffectiveAt).UtcDateTime);
        var restated = merged.Restatements.Select(restatement => restatement.Day).ToHashSet();
        return facts.CostReports.Aggregate(previous.Gaps, (gaps, report) => gaps.After(report, merged.History, restated, span, usage.SeesCallsOn));
    }

    private static UsageHistory Learn(UsageHistory previous, PollFacts facts, DateTimeOffset now)
    {
        var usage = facts.Usage is Reading<UsageReport>.Ok(var used) ? previous.Merge(used) : previous;
        return facts.OtherUsage is { } other ? usage.Merge(other, now) : usage;
    }

    /// <summary>The audit log is read with an overlap: an entry counts once, by its id.</summary>
    private static ImmutableArray<KeyEvent> Merge(ImmutableArray<KeyEvent> known, ImmutableArray<KeyEvent> read, DateTimeOffset now)
    {
        var merged = known.Concat(read).Where(key => now - key.At <= KeyEvent.Kept).DistinctBy(key => key.Id).OrderBy(key => key.At).ThenBy(key => key.Id, StringComparer.Ordinal).ToImmutableArray();
        return merged.SequenceEqual(known) ? known : merged;
    }
}
