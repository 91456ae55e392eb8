using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace CreditMonitor.Cli.Commands.Reading.Fleet;

/// <summary>Asks deployments for their status, a few at a time. Reads only; what a deployment answers is outside text.</summary>
/// <param name="patience">For one deployment, its whole answer included.</param>
internal sealed class FleetReader(HttpClient client, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Hides the answering time of cold starts; few enough for one machine and its network.</summary>
    public const int AtATime = 16;

    /// <summary>A hundred organizations with all their alerts.</summary>
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>Follows no redirect, so that a key goes to the address it belongs to.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10), MaxResponseHeadersLength = 64 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxBodyBytes,
    };

    /// <summary>One report for each deployment, in their order; one that fails holds up no other.</summary>
    public async Task<FleetReport> ReadAsync(ImmutableArray<Deployment> deployments, CancellationToken cancellationToken)
    {
        var reports = new DeploymentReport[deployments.Length];
        await Parallel.ForAsync(
            0, deployments.Length, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (index, stop) => reports[index] = await OneAsync(deployments[index], stop));
        return new FleetReport(clock.GetUtcNow(), [.. reports]);
    }

    private async Task<DeploymentReport> OneAsync(Deployment deployment, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(deployment.Url, "api/status"));
            request.Headers.TryAddWithoutValidation("x-functions-key", deployment.Key);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token);
            return ReportOf(deployment, answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DeploymentReport.Failed(deployment.Url, $"It did not answer within {patience.TotalSeconds:0} seconds; ask again, with a longer --timeout if it starts cold.");
        }
        catch (HttpRequestException e)
        {
            return DeploymentReport.Failed(deployment.Url, $"It cannot be reached ({e.HttpRequestError}); see that the address is right and the app is started.");
        }
    }

    private static DeploymentReport ReportOf(Deployment deployment, HttpStatusCode code, byte[] body) => code switch
    {
        HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable when Read(body) is { } status => new DeploymentReport(
            deployment.Url.ToString().TrimEnd('/'), status.Status ?? "unknown", code == HttpStatusCode.OK, status.AsOf, status.Organizations, null),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => DeploymentReport.Failed(deployment.Url, $"It refuses the access key in {deployment.KeyVariable}; set the key that its vault holds as access-key-read."),
        _ => DeploymentReport.Failed(deployment.Url, $"It answered {(int)code} and no status; see that a Credit Monitor runs at that address."),
    };

    /// <returns>Null: no status. A problem's body has no organizations.</returns>
    private static StatusAnswerBody? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, FleetJson.Default.StatusAnswerBody) is { Organizations.IsDefault: false } status
                && status.Organizations.All(organization => organization is { Id: not null, Name: not null, Status: not null, OpenAlerts.IsDefault: false }) ? status : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
