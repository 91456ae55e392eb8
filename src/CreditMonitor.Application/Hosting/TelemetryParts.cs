using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Hosting;

internal static class TelemetryParts
{
    public static void AddTelemetry(this IServiceCollection services, TelemetrySettings? settings)
    {
        if (settings is null)
        {
            services.AddSingleton<ITelemetry, NoTelemetry>();
            return;
        }

        services.AddSingleton<ITelemetry>(all => new OtlpTelemetry(
            settings, all.GetRequiredService<StatusView>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<OtlpTelemetry>>()));
    }
}
