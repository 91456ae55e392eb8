using CreditMonitor.Hosting;
using CreditMonitor.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreditMonitor.Functions;

/// <summary>What the worker adds to the monitor, and leaves out of what its own extension brings.</summary>
internal static class WorkerParts
{
    public static void AddMonitor(this FunctionsApplicationBuilder builder, MonitorSettings settings)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("CreditMonitor", LogLevel.Information);
        builder.Services.AddCreditMonitor(new MonitorHostOptions(settings) { FunctionsHost = FunctionsHost.Find() });
        builder.Services.AddSingleton<HttpPipeline>();

        // The program reads what the front end wrote down itself (ForwardedAddress).
        builder.Services.PostConfigure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.None);
        builder.Services.RemoveDataProtection();
    }

    /// <summary>It would write a key file at every cold start, and nothing here uses one.</summary>
    private static void RemoveDataProtection(this IServiceCollection services)
    {
        var writers = services.Where(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == "DataProtectionHostedService").ToList();
        writers.ForEach(service => services.Remove(service));
    }
}
