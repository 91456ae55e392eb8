using CreditMonitor.Polling;

namespace CreditMonitor.Functions;

/// <summary>Delivers what is due at this hour. As every timer it first looks at the age of what is known, so that two timers that stopped are noticed by the third.</summary>
public sealed class DigestFunction(FleetPoller fleet) : ITimerFunction
{
    public string Name => "Digest";

    public async Task RunAsync(TimerInfo timer, CancellationToken cancellationToken) =>
        TimerFailure.ThrowIfStoreFailed(await fleet.CheckAsync(cancellationToken));
}
