using CreditMonitor.Settings;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Functions;

internal static class Scheduling
{
    /// <summary>The timers' own scheduler, by the settings' schedules.</summary>
    public static void AddScheduler(this IServiceCollection services) => services.AddHostedService(all => new BuiltInScheduler(
        TimerRegistry.Of(all.GetRequiredService<MonitorSettings>().Schedules),
        all.GetServices<ITimerFunction>(), all.GetRequiredService<ITelemetry>(),
        all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<BuiltInScheduler>>()));
}
