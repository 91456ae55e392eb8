using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CreditMonitor.Hosting;

/// <summary>Posts spans and metrics to a collector by OTLP (HTTP, protobuf).</summary>
/// <remarks>The providers are built by hand and not by the host's extension: verbs build the host and never start it, and disposing of it sends what is left.</remarks>
internal sealed partial class OtlpTelemetry : ITelemetry, IDisposable
{
    /// <summary>A collector that hangs may hold up the end of a run by this much for each signal.</summary>
    private const int PatienceMilliseconds = 4_000;

    private readonly StatusView _view;
    private readonly StatusGauges _gauges;
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;
    private readonly HttpClient _http;
    private readonly ILogger<OtlpTelemetry> _logger;
    private readonly SemaphoreSlim _turn = new(1);

    public OtlpTelemetry(TelemetrySettings settings, StatusView view, TimeProvider clock, ILogger<OtlpTelemetry> logger)
    {
        (_view, _logger) = (view, logger);
        _gauges = new StatusGauges(clock);
        _http = new HttpClient(new CollectorConnection(settings.Endpoint.Host, logger)) { Timeout = TimeSpan.FromMilliseconds(PatienceMilliseconds) };
        var resource = ResourceBuilder.CreateEmpty()
            .AddService("credit-monitor", serviceVersion: typeof(OtlpTelemetry).Assembly.GetName().Version?.ToString(3)).AddTelemetrySdk().AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(MonitorTrace.Name)
            .AddOtlpExporter(exporter => Configure(exporter, settings, "v1/traces")).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(MonitorMeter.Name, StatusGauges.Meter)
            .AddOtlpExporter(exporter => Configure(exporter, settings, "v1/metrics")).Build();
    }

    public async Task AfterRunAsync()
    {
        // One after the other: a flush that meets another joins it, and leaves out what was counted since that one began.
        await _turn.WaitAsync();
        try
        {
            await SendAsync();
        }
        catch (Exception e)
        {
            // The run itself has come to its end, and stands.
            Log.NotSent(_logger, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
        _gauges.Dispose();
        _http.Dispose();
        _turn.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            _gauges.Show((await _view.ReadAsync(null, CancellationToken.None))?.Body);
        }
        catch (StoreException)
        {
            _gauges.Show(null);    // no figure rather than an old one; the run itself has told of the store
        }

        // Flushing blocks its thread.
        await Task.WhenAll(Task.Run(() => _traces.ForceFlush(PatienceMilliseconds)), Task.Run(() => _metrics.ForceFlush(PatienceMilliseconds)));
    }

    private void Configure(OtlpExporterOptions exporter, TelemetrySettings settings, string path)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(settings.Endpoint, path);
        exporter.Headers = settings.Headers ?? exporter.Headers;
        exporter.TimeoutMilliseconds = PatienceMilliseconds;
        exporter.HttpClientFactory = () => _http;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "What the run came to could not be sent to the collector")]
        public static partial void NotSent(ILogger logger, Exception exception);
    }
}
