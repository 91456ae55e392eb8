using System.Net;

namespace CreditMonitor.Hosting;

/// <summary>The connection to the collector. OpenTelemetry keeps its failures to itself; here the first of a row of them is logged, by the collector's name and without what was sent.</summary>
internal sealed partial class CollectorConnection(string host, ILogger logger) : DelegatingHandler(new SocketsHttpHandler
{
    AllowAutoRedirect = false,    // the headers are a secret of the configured host
    UseCookies = false,
    ActivityHeadersPropagator = null,
    ConnectTimeout = TimeSpan.FromSeconds(3),
    PooledConnectionLifetime = TimeSpan.FromMinutes(10),
})
{
    private int _failing;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Noted(base.Send(request, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Fail("gave no answer");
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Noted(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            Fail("gave no answer");
            throw;
        }
    }

    private HttpResponseMessage Noted(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            Interlocked.Exchange(ref _failing, 0);
        }
        else
        {
            Fail(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"refused the headers (HTTP {(int)answer.StatusCode})" : $"answered HTTP {(int)answer.StatusCode}");
        }

        return answer;
    }

    private void Fail(string how)
    {
        if (Interlocked.Exchange(ref _failing, 1) == 0)
        {
            Log.NotTaken(logger, host, how);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Traces and metrics are not taken: {Host} {How}; check CreditMonitor:Telemetry. Nothing else is affected, and this is said once until they are")]
        public static partial void NotTaken(ILogger logger, string host, string how);
    }
}
