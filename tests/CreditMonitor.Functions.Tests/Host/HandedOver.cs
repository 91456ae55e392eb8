using System.Net;
using CreditMonitor.Functions.Tests.Rpc;

namespace CreditMonitor.Functions.Tests.Host;

/// <summary>A caller's request at the app's public address.</summary>
/// <param name="From">The caller's address, as the platform's front end saw it.</param>
internal sealed record Asked(
    string Method, string Path, string? Key = null, string? SignedIn = null, string From = "203.0.113.9", HttpContent? Body = null)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>The answer, and the run that the host booked for it.</summary>
internal sealed record HandedOver(HttpResponseMessage Answer, Invocation Run);

/// <summary>How the host hands a request to the worker: it tells the worker of an invocation, and sends the request itself to the
/// worker's address.</summary>
internal static class HandingOver
{
    /// <summary>One connection pool for all tests; the path goes out as it is.</summary>
    private static readonly HttpClient Client =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <returns>Null when no function takes it, so that the worker never sees it.</returns>
    public static async Task<HandedOver?> HandOverAsync(this AFunctionsHost host, Asked asked)
    {
        if (host.Functions.FirstOrDefault(known => known.Takes(asked.Method, asked.Path.Split('?')[0])) is not { } function)
        {
            return null;
        }

        var invocation = Guid.NewGuid().ToString();
        var run = host.InvokeAsync(function, new TypedData { Http = new RpcHttp() }, invocation);
        var answer = await SendAsync(host.Worker, asked, invocation);
        return new HandedOver(answer, await run);
    }

    public static async Task<HttpStatusCode?> StatusAsync(
        this AFunctionsHost host, string method, string path, string? key = null, string? signedIn = null)
    {
        using var answer = (await host.HandOverAsync(new Asked(method, path, key, signedIn)))?.Answer;
        return answer?.StatusCode;
    }

    /// <summary>The worker says that it is ready a moment before it listens.</summary>
    private static async Task<HttpResponseMessage> SendAsync(Uri worker, Asked asked, string invocation)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await Client.SendAsync(Request(worker, asked, invocation));
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && tries < 200)
            {
                await Task.Delay(25);
            }
        }
    }

    /// <summary>What a real host sends: whatever the caller said of its address and host is overwritten. With
    /// ASPNETCORE_FORWARDEDHEADERS_ENABLED the host itself takes the front end's last
    /// entry for its caller.</summary>
    private static HttpRequestMessage Request(Uri worker, Asked asked, string invocation)
    {
        var address = new Uri(worker.GetLeftPart(UriPartial.Authority) + asked.Path, AsItIs);
        var request = new HttpRequestMessage(new HttpMethod(asked.Method), address) { Content = asked.Body };
        foreach (var (name, value) in asked.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var name in new[] { "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto" })
        {
            request.Headers.Remove(name);
        }

        request.Headers.Host = worker.Authority;
        request.Headers.Add("X-Forwarded-For", asked.From);
        request.Headers.Add("X-Forwarded-Host", "acme-credit.azurewebsites.net");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("x-ms-invocation-id", invocation);
        if (asked.Key is not null)
        {
            request.Headers.Add("x-functions-key", asked.Key);
        }

        if (asked.SignedIn is not null)
        {
            request.Headers.Add("X-MS-CLIENT-PRINCIPAL-ID", asked.SignedIn);
        }

        return request;
    }
}
