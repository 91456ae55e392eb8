using CreditMonitor.Subscriptions;

namespace CreditMonitor.Jobs;

/// <summary>Makes the digests that are due at this hour and delivers them. As every timer it first looks at the age of what is known, so
/// that two timers that stopped are noticed by the third.</summary>
internal sealed class DigestFunction(FleetPoller fleet, Digests digests) : ITimerFunction
{
    public string Name => TimerRegistry.Digest;

    public async Task RunAsync(TimerRunInfo timer, CancellationToken cancellationToken)
    {
        await digests.PrepareAsync(cancellationToken);
        TimerFailure.ThrowIfUnfinished(await fleet.CheckAsync(cancellationToken));
    }
}
