using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Polling;

/// <summary>What came of a poll.</summary>
/// <param name="Decision">Null when this very poll had been committed before.</param>
/// <param name="Pending">Messages that wait to be delivered, this poll's included.</param>
/// <param name="Failure">Why the costs could not be read, as one sentence; null when they were.</param>
public sealed record PollOutcome(Decision? Decision, ImmutableArray<OutboxMessage> Pending, string? Failure);

/// <summary>Another instance committed first, three times in a row: its figures stand, and this poll adds nothing.</summary>
public sealed class LostRaceException(string organizationId)
    : Exception($"Three commits for {organizationId} lost against another instance; its figures stand. See that the poll runs in one place at a time.");

/// <summary>One poll: read, ask, decide, commit.</summary>
public sealed partial class OrganizationPoller(IBillingSource billing, IMonitorStore store, MonitorSettings settings, TimeProvider clock, ILogger<OrganizationPoller> logger)
{
    private const int Attempts = 3;

    /// <summary>Projects change seldom; they are asked for once a day.</summary>
    private static readonly TimeSpan ProjectsEvery = TimeSpan.FromHours(24);

    /// <summary>A usage source that fails is asked once more at once, and then four times an hour.</summary>
    private static readonly TimeSpan UsageAgainAfter = TimeSpan.FromMinutes(15);

    /// <summary>Asks the provider and commits what follows.</summary>
    /// <param name="pollId">The same id again, as after a repeated invocation, adds no second snapshot.</param>
    /// <exception cref="StoreException">The store failed; nothing of this poll is kept.</exception>
    public async Task<PollOutcome> PollAsync(OrganizationSettings organization, TimeSpan interval, string pollId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var stored = await store.ReadAsync(organization.Id, cancellationToken);
        if (stored.State.LastPollId == pollId)
        {
            Log.AlreadyPolled(logger, organization.Id, pollId);
            return new PollOutcome(null, stored.Pending, null);
        }

        var facts = await AskAsync(organization, interval, pollId, stored.State, now, cancellationToken);
        var outcome = await CommitAsync(stored, facts, now, onlyIfTold: false, cancellationToken);
        if (outcome.Decision is { } decision)
        {
            Log.Polled(logger, organization.Id, decision.Snapshot.Balance?.ToString() ?? "unknown", decision.Events.Length, outcome.Failure ?? "costs read");
        }

        return outcome;
    }

    /// <summary>Asks nobody: looks at the age of what is known, and commits only when there is something to tell.</summary>
    public async Task<PollOutcome> CheckAsync(OrganizationSettings organization, TimeSpan interval, CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync(organization.Id, cancellationToken);
        var facts = new PollFacts(organization.Watched(interval), stored.State.LastPollId ?? "check", default, CostsDue: false, null, null, null);
        return stored.State.Costs.WatchedSince is null ? new PollOutcome(null, stored.Pending, null) : await CommitAsync(stored, facts, clock.GetUtcNow(), onlyIfTold: true, cancellationToken);
    }

    /// <summary>Asks for usage alone, and of the endpoints beside text models for one at most; looks at the age of every other source, and commits what is new or to be told.</summary>
    public async Task<PollOutcome> PollUsageAsync(OrganizationSettings organization, TimeSpan interval, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var stored = await store.ReadAsync(organization.Id, cancellationToken);
        if (stored.State.Costs.WatchedSince is null)
        {
            return new PollOutcome(null, stored.Pending, null);
        }

        if (stored.State.Costs.AskAgainAt is { } again && again <= now)
        {
            // Usage would be refused likewise; named by its instant, so that a repeated run is known as one.
            return await PollAsync(organization, interval, $"again-{again.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}", cancellationToken);
        }

        var asks = stored.State.UsageSource.MayAsk(now) && MayAskOptional(stored.State.UsageSource, now, UsageAgainAfter);
        var usage = asks ? await billing.ReadUsageAsync(AccessOf(organization), stored.State.Usage.AskFrom(now), cancellationToken) : null;
        var other = usage is Reading<UsageReport>.Ok ? await OtherUsageAsync(organization, stored.State.Usage, now, cancellationToken) : null;
        var facts = new PollFacts(organization.Watched(interval), stored.State.LastPollId ?? "usage", default, CostsDue: false, null, null, null) { Usage = usage, OtherUsage = other };
        return await CommitAsync(stored, facts, now, onlyIfTold: usage is null, cancellationToken);
    }

    private async Task<EndpointReading?> OtherUsageAsync(OrganizationSettings organization, UsageHistory usage, DateTimeOffset now, CancellationToken cancellationToken) =>
        usage.NextOther(now) is { } other ? new EndpointReading(other.Endpoint, await billing.ReadOtherUsageAsync(AccessOf(organization), other.Endpoint, other.AskFrom(now), cancellationToken)) : null;

    /// <summary>Asks nobody: decides anew because something was told, and commits whatever follows.</summary>
    /// <param name="byPerson">What a person entered settles before anybody is notified of what follows (<see cref="Settling"/>).</param>
    public async Task<PollOutcome> RedecideAsync(OrganizationSettings organization, TimeSpan interval, bool byPerson, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var stored = await store.ReadAsync(organization.Id, cancellationToken);
        var facts = new PollFacts(organization.Watched(interval), stored.State.LastPollId ?? "told", default, CostsDue: false, null, null, null);
        return stored.State.Costs.WatchedSince is null ? new PollOutcome(null, stored.Pending, null) : await CommitAsync(stored, facts, now, onlyIfTold: false, cancellationToken, byPerson);
    }

    private async Task<PollOutcome> CommitAsync(StoredOrganization stored, PollFacts facts, DateTimeOffset now, bool onlyIfTold, CancellationToken cancellationToken, bool byPerson = false)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var decision = CreditWatch.Decide(stored.State, facts with { Mail = Undelivered.Standing(stored.Pending) }, now);
            if (onlyIfTold && decision.Events.IsEmpty)
            {
                return new PollOutcome(decision, stored.Pending, null);
            }

            var settled = Settling.Of(stored.Pending, decision.Messages, decision.Next.Alerts, byPerson, now);
            decision = decision with { Messages = settled.Messages, Withdrawn = settled.Withdrawn };
            if (await store.CommitAsync(stored, decision, cancellationToken))
            {
                var replaced = settled.Messages.Select(message => message.Id).Concat(settled.Withdrawn).ToHashSet(StringComparer.Ordinal);
                ImmutableArray<OutboxMessage> pending = [.. stored.Pending.Where(message => !replaced.Contains(message.Id)), .. decision.Messages];
                await ShowAsync(decision.Status with { Mail = Undelivered.Standing(pending) });
                ReportFaults(facts.Organization.Id, decision);
                return new PollOutcome(decision, pending, FailureOf(facts));
            }

            Log.LostRace(logger, facts.Organization.Id, attempt);
            stored = await store.ReadAsync(facts.Organization.Id, cancellationToken);
            if (!facts.CostsDue)
            {
                // The poll that won stays known: under an older id its repeat would not be taken for one.
                facts = facts with { PollId = stored.State.LastPollId ?? facts.PollId };
            }

            if (facts.CostsDue && stored.State.LastPollId == facts.PollId)
            {
                Log.AlreadyPolled(logger, facts.Organization.Id, facts.PollId);
                return new PollOutcome(null, stored.Pending, null);
            }
        }

        throw new LostRaceException(facts.Organization.Id);
    }

    /// <summary>What was committed is shown though the run is being stopped: else a status would show what is no longer so until the next poll.</summary>
    private async Task ShowAsync(OrganizationStatus status)
    {
        using var own = new CancellationTokenSource(RecordDeadline.Length, clock);
        await store.WriteStatusAsync(status, own.Token);
    }

    private void ReportFaults(string organizationId, Decision decision)
    {
        foreach (var fault in decision.RuleFaults)
        {
            Log.RuleFailed(logger, fault.Cause, fault.Rule, organizationId);
            MonitorMeter.CountFault(organizationId, "rule");
        }
    }

    private async Task<PollFacts> AskAsync(OrganizationSettings organization, TimeSpan interval, string pollId, OrganizationState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var access = AccessOf(organization);
        var grants = state.Told.Merge(organization.Grants);
        var earliest = grants.IsEmpty ? (DateTimeOffset?)null : grants.Min(grant => grant.EffectiveAt);
        var plan = CostReadPlan.Of(state.History, state.Costs, state.Gaps, earliest, now);
        var costs = state.Costs.MayAsk(now) ? await billing.ReadCostsAsync(access, plan.From, cancellationToken) : null;
        var older = costs is Reading<CostReport>.Ok && plan.Older is { } days ? await billing.ReadCostsAsync(access, days, cancellationToken) : null;
        var well = costs is Reading<CostReport>.Ok;    // with a key that is refused or a provider that is down, the rest need not be asked
        // Three requests at most, and a fourth with the first poll of a UTC day: an older page takes the place of projects and limit, and projects take that of the limit, which can wait for the next poll.
        var beside = well && plan.Older is null;
        var projectsDue = beside && state.Projects.MayAsk(now) && (state.Projects.LastOkAt is not { } ok || now - ok >= ProjectsEvery);
        var limit = beside && state.SpendLimit.MayAsk(now) && !projectsDue ? await billing.ReadSpendLimitAsync(access, cancellationToken) : null;
        var projects = projectsDue ? await billing.ReadProjectsAsync(access, cancellationToken) : null;
        var keys = well && state.AuditLog.MayAsk(now) && MayAskOptional(state.AuditLog, now, ProjectsEvery) ? await billing.ReadKeyEventsAsync(access, KeysSince(state, now), cancellationToken) : null;
        var adminKey = well && state.AdminKey.IsDue(now) ? await billing.ReadAdminKeyAsync(access, cancellationToken) : null;
        return new PollFacts(organization.Watched(interval), pollId, plan.From, CostsDue: true, costs, projects, limit)
        {
            OlderCosts = older,
            SweepsOlder = plan.Sweeps,
            KeyEvents = keys,
            AdminKey = adminKey,
            Others = await OthersAsync(organization.Id, cancellationToken),
        };
    }

    /// <summary>An admin key may lack the right to a source that only adds to the picture: then it is tried again after a while, and nobody is alarmed.</summary>
    private static bool MayAskOptional(SourceState source, DateTimeOffset now, TimeSpan againAfter) =>
        source.FailingSince is not { } since || now - since >= againAfter * Math.Max(source.Failures - 1, 0);

    private static BillingAccess AccessOf(OrganizationSettings organization) => new(organization.Id, organization.BaseUrl, organization.AdminKey);

    /// <summary>With an overlap, for entries that appear late; the first time, a day back: what was before is no news.</summary>
    private static DateTimeOffset KeysSince(OrganizationState state, DateTimeOffset now) => (state.AuditLog.LastOkAt is { } ok ? ok - TimeSpan.FromHours(2) : now - TimeSpan.FromDays(1));

    /// <summary>One more storage read, and only where several organizations are watched.</summary>
    private async Task<ImmutableArray<OtherOrganization>> OthersAsync(string organizationId, CancellationToken cancellationToken) =>
        settings.Organizations.Length < 2 ? [] : [.. (await store.ReadFleetAsync(cancellationToken)).Where(row => row.Id != organizationId && row.WasPolled && settings.Find(row.Id) is not null).Select(row => row.AsOther())];

    private static string? FailureOf(PollFacts facts) => facts.Costs.Judged() switch
    {
        Reading<CostReport>.Denied(var detail) => detail,
        Reading<CostReport>.Unavailable(var detail, _) => detail,
        null when facts.CostsDue => "OpenAI asked for patience, and the time is not up.",
        _ => null,
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The rule {Rule} failed for {Organization}; every other rule decided")]
        public static partial void RuleFailed(ILogger logger, Exception exception, string rule, string organization);


        [LoggerMessage(LogLevel.Information, "Polled {Organization}: balance {Balance}, {Events} alert events, {Answer}")]
        public static partial void Polled(ILogger logger, string organization, string balance, int events, string answer);

        [LoggerMessage(LogLevel.Information, "Poll {PollId} of {Organization} was committed before; nothing is added")]
        public static partial void AlreadyPolled(ILogger logger, string organization, string pollId);

        [LoggerMessage(LogLevel.Information, "Another instance committed for {Organization} first (attempt {Attempt}); deciding again")]
        public static partial void LostRace(ILogger logger, string organization, int attempt);
    }
}
