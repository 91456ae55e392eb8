using System.Text;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Http.Api;

/// <summary><c>GET /api/metrics</c>: one storage read, and 200 also while the monitor is blind, which <c>creditmonitor_sees</c> tells.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/metrics", AnswerAsync).Offer(new ApiOperation("metrics", "The status and what this process did, as Prometheus reads them.", AccessScope.Read)
        {
            Answer = ApiAnswer.Text("Text format 0.0.4.", "text/plain"),
        });

    private static async Task<IResult> AnswerAsync(StatusView view, CountSums counted, TimeProvider clock, CancellationToken cancellationToken)
    {
        var status = await view.ReadAsync(null, cancellationToken);
        return Results.Text(MonitorMetrics.Write(status!.Body, counted.Read(), clock.GetUtcNow()), PrometheusText.MediaType, Encoding.UTF8);
    }
}
