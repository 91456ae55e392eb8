using System.Collections.Immutable;
using CreditMonitor.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreditMonitor.Functions;

/// <summary>The settings of the worker: app settings come as environment variables.</summary>
internal static partial class WorkerSettings
{
    public const int FaultyExitCode = 2;

    public static SettingsOutcome Load()
    {
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables().Build();
            return SettingsLoader.Load(configuration, underFunctionsHost: true);
        }
        catch (InvalidDataException e)
        {
            return new SettingsOutcome(null, [$"appsettings.json cannot be read: {e.InnerException?.Message ?? e.Message}"], []);
        }
    }

    public static void Warn(IServiceProvider services, ImmutableArray<string> warnings)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SettingsLoader).FullName!);
        foreach (var warning in warnings)
        {
            Log.Warned(logger, warning);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Warning}")]
        public static partial void Warned(ILogger logger, string warning);
    }
}
