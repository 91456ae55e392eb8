using CreditMonitor.Telemetry;

namespace CreditMonitor.OpenAI;

/// <summary>Sits in front of the provider's connection, counts and traces.</summary>
internal sealed class MeteredHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        PollMeter.CountRequest();
        int? status = null;
        using var span = MonitorTrace.Request(request);
        try
        {
            var answer = await base.SendAsync(request, cancellationToken);
            status = (int)answer.StatusCode;
            return answer;
        }
        finally
        {
            MonitorMeter.CountRequest(status);
            span.EndRequest(status);
        }
    }
}
