using CreditMonitor.Hosting;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.Extensions.Logging;

namespace CreditMonitor.Application.Tests.Telemetry;

public sealed class BugsInTelemetry
{
    [Fact]
    public async Task A_bug_in_what_is_shown_to_a_collector_fails_no_run_and_is_logged()
    {
        using var world = new AWorld();
        using var log = new LogLines();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var rows = new TroubledRows(new MemoryRowStore()) { Reading = _ => throw new InvalidOperationException("a bug in a status") };
        var settings = new MonitorSettings(
            [world.Organization], new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, "unused", null),
            new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
        var view = new StatusView(settings, new MonitorStore(rows), world.Clock);
        var collector = new TelemetrySettings(new Uri("http://127.0.0.1:9"), null);
        using var telemetry = new OtlpTelemetry(collector, view, world.Clock, loggers.CreateLogger<OtlpTelemetry>());

        await telemetry.AfterRunAsync();

        Assert.Contains(log.Kept, line => line.Contains("a bug in a status", StringComparison.Ordinal));
    }
}
