using System.Globalization;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Functions;

/// <summary>Polls every organization's costs and delivers what there is to tell.</summary>
public sealed class PollBillingFunction(FleetPoller fleet, MonitorSettings settings, TimeProvider clock) : ITimerFunction
{
    public string Name => "PollBilling";

    public async Task RunAsync(TimerInfo timer, CancellationToken cancellationToken)
    {
        // The occurrence names the poll, so that the host's repeat of an invocation is known as one.
        var occurrence = timer.ScheduleStatus?.Next ?? clock.GetUtcNow();
        var pollId = "billing-" + occurrence.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        await fleet.PollAsync(settings.Organizations, pollId, cancellationToken);
    }
}

/// <summary>Looks at the age of every source and delivers mail that waits, so that a billing timer that stopped is noticed by this one.</summary>
public sealed class PollUsageFunction(FleetPoller fleet) : ITimerFunction
{
    public string Name => "PollUsage";

    public async Task RunAsync(TimerInfo timer, CancellationToken cancellationToken) => await fleet.CheckAsync(cancellationToken);
}
