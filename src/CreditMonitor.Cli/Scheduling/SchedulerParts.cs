using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Cli.Scheduling;

internal static class SchedulerParts
{
    /// <summary>The timers' own scheduler, by the settings' schedules.</summary>
    public static void AddScheduler(this IServiceCollection services) => services.AddHostedService(all => new BuiltInScheduler(
        TimerRegistry.Of(all.GetRequiredService<MonitorSettings>().Schedules),
        all.GetServices<ITimerFunction>(), all.GetRequiredService<ITelemetry>(),
        all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<BuiltInScheduler>>()));
}
