using System.Collections.Immutable;
using CreditMonitor.Delivery;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Jobs;

/// <summary>What one organization's poll and delivery came to.</summary>
/// <param name="Error">The store failed or the race was lost: one sentence; null when the poll was committed.</param>
public sealed record PollReport(OrganizationSettings Organization, PollOutcome? Poll, DeliveryOutcome? Delivery, int Requests, int Transactions, string? Error)
{
    /// <summary>Nothing could be kept; a lost race is none of this: what another instance committed stands.</summary>
    public bool StoreFailed { get; init; }

    /// <summary>The round's time was up before this organization's poll had ended, or begun; nothing of it is kept.</summary>
    public bool OutOfTime { get; init; }

    /// <summary>This organization's poll met a fault of the program or damaged data: repeating it at once does not help, and no other organization is affected.</summary>
    public bool Faulted { get; init; }

    /// <summary>It was the program's own fault, and not damaged data.</summary>
    public bool IsBug { get; init; }

    /// <summary>For metrics: one of few words.</summary>
    internal string OutcomeWord => Faulted ? "fault" : StoreFailed ? "store_failed" : OutOfTime ? "out_of_time" : Error is not null ? "lost_race" : Poll?.Failure is not null ? "provider_failed" : "ok";
}

/// <summary>A round ended before every organization was polled; the run that it belongs to is to be repeated.</summary>
public sealed class RoundUnfinishedException(string sentence) : Exception(sentence);

/// <summary>Polls every organization, a few at a time and within a round's time, and delivers what each poll left to tell. One that fails or hangs holds up no other.</summary>
public sealed partial class FleetPoller(MonitorSettings settings, PollCadence cadence, OrganizationPoller poller, ProbeJob probe, OutboxDelivery delivery, OrganizationFaults faults, TimeProvider clock, ILogger<FleetPoller> logger)
{
    /// <summary>How ids of polls begin that somebody runs by verb.</summary>
    public const string ByVerb = "manual-";

    private const string Timer = "timer";

    /// <summary>For all organizations together; shorter than the 8 minutes after which a run is stopped as a whole, so that what was polled is answered for.</summary>
    public static readonly TimeSpan RoundTime = TimeSpan.FromMinutes(7.5);

    /// <summary>For one organization, its deliveries included: a first reading of years takes up to four minutes.</summary>
    public static readonly TimeSpan OrganizationTime = TimeSpan.FromMinutes(5);

    /// <param name="pollId">With the same id a repeated round goes on with the organizations that the first did not reach.</param>
    public Task<ImmutableArray<PollReport>> PollAsync(IEnumerable<OrganizationSettings> organizations, string pollId, CancellationToken cancellationToken) =>
        EachAsync(organizations, "billing", TriggerOf(pollId), async (organization, stop) =>
        {
            await ProbedAsync(organization, stop);
            return await poller.PollAsync(organization, cadence.Interval, pollId, stop);
        }, cancellationToken);

    /// <summary>Asks nobody: looks at the age of what is known, and delivers what waits.</summary>
    public Task<ImmutableArray<PollReport>> CheckAsync(CancellationToken cancellationToken) =>
        EachAsync(settings.Organizations, "check", Timer, (organization, stop) => poller.CheckAsync(organization, cadence.Interval, stop), cancellationToken);

    /// <summary>Asks for usage, looks at the age of what is known, and delivers what waits.</summary>
    public Task<ImmutableArray<PollReport>> PollUsageAsync(CancellationToken cancellationToken) =>
        EachAsync(settings.Organizations, "usage", Timer, (organization, stop) => poller.PollUsageAsync(organization, cadence.Interval, stop), cancellationToken);

    private async Task<ImmutableArray<PollReport>> EachAsync(
        IEnumerable<OrganizationSettings> organizations, string asked, string trigger, Func<OrganizationSettings, CancellationToken, Task<PollOutcome>> poll, CancellationToken cancellationToken)
    {
        var ordered = organizations.ToImmutableArray();
        var reports = new PollReport[ordered.Length];
        using var round = new CancellationTokenSource(RoundTime, clock);
        var first = FirstOf(ordered.Length);
        async ValueTask TakeTurnAsync(int turn, CancellationToken stop)
        {
            var index = (first + turn) % ordered.Length;
            using var span = MonitorTrace.Poll(ordered[index].Id, asked, trigger);
            reports[index] = await OneAsync(ordered[index], poll, evenSettling: trigger != Timer, round.Token, stop);
            MonitorMeter.CountPoll(ordered[index].Id, asked, reports[index].OutcomeWord);
            span.End(reports[index].OutcomeWord, well: reports[index].OutcomeWord == "ok");
        }

        if (ordered.Length == 1)
        {
            await TakeTurnAsync(0, cancellationToken);    // one alone needs no threads
        }
        else
        {
            await Parallel.ForAsync(0, ordered.Length, new ParallelOptions { MaxDegreeOfParallelism = cadence.AtATime, CancellationToken = cancellationToken }, TakeTurnAsync);
        }

        return [.. reports];
    }

    /// <summary>What the probe fails at is no reason not to read the costs.</summary>
    private async Task ProbedAsync(OrganizationSettings organization, CancellationToken stop)
    {
        try
        {
            await probe.ProbeAsync(organization, stop);
        }
        catch (Exception e) when (e is not (OperationCanceledException or StoreException or LostRaceException))
        {
            await faults.ContainAsync(organization, "probe", e);
        }
    }

    /// <summary>What somebody runs by verb has an id that says so; every other run is a timer's.</summary>
    private static string TriggerOf(string pollId) => pollId.StartsWith(ByVerb, StringComparison.Ordinal) ? "verb" : Timer;

    /// <summary>Another one each minute: where rounds run out of time again and again, it is not always the same organizations that are left out.</summary>
    private int FirstOf(int count) => count <= cadence.AtATime ? 0 : (int)(clock.GetUtcNow().ToUnixTimeSeconds() / 60 % count);

    private async Task<PollReport> OneAsync(
        OrganizationSettings organization, Func<OrganizationSettings, CancellationToken, Task<PollOutcome>> poll, bool evenSettling, CancellationToken round, CancellationToken cancellationToken)
    {
        var meter = PollMeter.Start();
        using var own = new CancellationTokenSource(OrganizationTime, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(round, own.Token, cancellationToken);
        try
        {
            any.Token.ThrowIfCancellationRequested();
            var outcome = await poll(organization, any.Token);
            var delivered = await delivery.DeliverAsync(organization, outcome.Pending, evenSettling, any.Token);
            return new PollReport(organization, outcome, delivered, meter.Requests, meter.Transactions, null);
        }
        catch (Exception e) when (e is LostRaceException or (StoreException and not UnreadableDataException))
        {
            Log.Failed(logger, organization.Id, e.Message);
            return new PollReport(organization, null, null, meter.Requests, meter.Transactions, e.Message) { StoreFailed = e is StoreException };
        }
        catch (OperationCanceledException) when (any.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var late = round.IsCancellationRequested ? $"the round of all organizations took {RoundTime.TotalMinutes:0.#} minutes" : $"it took {OrganizationTime.TotalMinutes:0} minutes";
            Log.OutOfTime(logger, organization.Id, late);
            return new PollReport(organization, null, null, meter.Requests, meter.Transactions, $"It was not polled to the end, as {late}; the next run polls it again.") { OutOfTime = true };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, it ends this organization's poll alone.
            var sentence = await faults.ContainAsync(organization, "poll", e);
            return new PollReport(organization, null, null, meter.Requests, meter.Transactions, sentence) { Faulted = true, IsBug = e is not StoreException };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The poll of {Organization} came to nothing: {Detail}")]
        public static partial void Failed(ILogger logger, string organization, string detail);

        [LoggerMessage(LogLevel.Error, "The poll of {Organization} was given up: {Cause}; the next run polls it again")]
        public static partial void OutOfTime(ILogger logger, string organization, string cause);
    }
}
