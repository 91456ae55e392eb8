using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Jobs;

/// <summary>Polls every organization's costs and delivers what there is to tell.</summary>
/// <remarks>A provider that fails is an answer and no failed run. A store that fails is one: nothing could be kept, so the run is to be
/// repeated.</remarks>
public sealed class PollBillingFunction(FleetPoller fleet, MonitorSettings settings, TimeProvider clock) : ITimerFunction
{
    /// <summary>A host's clock may be a little ahead of ours.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    public string Name => TimerRegistry.PollBilling;

    public async Task RunAsync(TimerRunInfo timer, CancellationToken cancellationToken)
    {
        var reports = await fleet.PollAsync(settings.Organizations, PollIdOf(timer), cancellationToken);
        TimerFailure.ThrowIfUnfinished(reports);
    }

    /// <summary>The occurrence names the poll, so that the host's repeat of an invocation is known as one.</summary>
    /// <remarks>A run started by hand is told of an occurrence that is yet to come; were it named so, the scheduled run would pass for
    /// its repeat.</remarks>
    private string PollIdOf(TimerRunInfo timer)
    {
        var now = clock.GetUtcNow();
        var due = timer.ScheduleStatus?.Next is { Year: > 1 } next && next <= now + ClockTolerance ? next : now;
        return "billing-" + due.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
    }
}

/// <summary>Reads usage, looks at the age of every source and delivers mail that waits, so that a billing timer that stopped is noticed
/// by this one.</summary>
public sealed class PollUsageFunction(FleetPoller fleet) : ITimerFunction
{
    public string Name => TimerRegistry.PollUsage;

    public async Task RunAsync(TimerRunInfo timer, CancellationToken cancellationToken) =>
        TimerFailure.ThrowIfUnfinished(await fleet.PollUsageAsync(cancellationToken));
}

internal static class TimerFailure
{
    /// <exception cref="StoreException">The store failed for one organization or more.</exception>
    /// <exception cref="RoundUnfinishedException">Time was up before every organization was polled.</exception>
    public static void ThrowIfUnfinished(ImmutableArray<PollReport> reports)
    {
        var failed = reports.Where(report => report.StoreFailed).ToList();
        if (failed.Count > 0)
        {
            throw new StoreException($"Nothing could be kept for {string.Join(", ", failed.Select(report => report.Organization.Id))}: {failed[0].Error}");
        }

        var late = reports.Where(report => report.OutOfTime).Select(report => report.Organization.Id).ToList();
        if (late.Count > 0)
        {
            throw new RoundUnfinishedException($"{late.Count} of {reports.Length} organizations were not polled in time ({string.Join(", ", late.Take(10))}{(late.Count > 10 ? ", …" : "")}); see that OpenAI answers them, and give each deployment fewer organizations if it does.");
        }
    }
}
