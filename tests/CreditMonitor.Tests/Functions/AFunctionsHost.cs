using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CreditMonitor.Tests.Functions;

/// <summary>Does to the published package what the Azure Functions host does (<c>facts/azure-functions.md</c> 1): starts what <c>host.json</c> names, probes it,
/// calls its timers, forwards what its HTTP functions take, and ends it.</summary>
internal sealed class AFunctionsHost : IAsyncDisposable
{
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();
    private readonly HttpClient _client;
    private readonly string _package;

    private AFunctionsHost(Process process, int port, string package)
    {
        Process = process;
        _package = package;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public static AFunctionsHost Start(string package, IReadOnlyDictionary<string, string> settings)
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "host.json")));
        var executable = Path.Combine(package, host.RootElement.GetProperty("customHandler").GetProperty("description").GetProperty("defaultExecutablePath").GetString()!);
        var port = FreePort();
        var start = new ProcessStartInfo(executable) { WorkingDirectory = package, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        start.Environment["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = Guid.NewGuid().ToString();
        start.Environment["FUNCTIONS_APP_ROOT_PATH"] = package;
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return new AFunctionsHost(Process.Start(start)!, port, package);
    }

    /// <summary>As the host: every 25 ms until anything answers, whatever it says.</summary>
    public async Task<int> ProbeUntilReadyAsync()
    {
        var patience = Stopwatch.StartNew();
        for (var refused = 0; ; refused++)
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30) && !Process.HasExited, $"No answer to the probe within the initialization timeout: {Errors}");
            try
            {
                using var answer = await _client.GetAsync(new Uri("/", UriKind.Relative));
                return refused;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(25);
            }
        }
    }

    public async Task<InvocationResult> InvokeAsync(string function, string body)
    {
        using var answer = await PostAsync(function, body);
        return await Invocation.JudgeAsync(answer);
    }

    /// <summary>A stranger's request at the app's public address; null when no function takes it, so that the process never sees it.</summary>
    /// <param name="signedIn">Whom the platform, or the stranger, says that it is.</param>
    public async Task<HttpResponseMessage?> ForwardAsync(string method, string path, string? key = null, string? signedIn = null)
    {
        if (!HostedFunction.ReadAll(_package).Any(function => function.Takes(method, path)))
        {
            return null;
        }

        return await ForceAsync(method, path, key, signedIn);
    }

    /// <summary>The same past every route of the host.</summary>
    public Task<HttpResponseMessage> ForceAsync(string method, string path, string? key = null, string? signedIn = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path));
        request.Headers.Host = "acme-credit.azurewebsites.net";
        request.Headers.Add("X-Forwarded-For", "203.0.113.9:50312");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        if (signedIn is not null)
        {
            request.Headers.Add("X-MS-CLIENT-PRINCIPAL-ID", signedIn);
        }

        return _client.SendAsync(request);
    }

    /// <summary>SIGTERM, as hosts that drain their instances send it.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{Process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Process.WaitForExitAsync(patience.Token);
        return Process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
        _client.Dispose();
    }

    private async Task<HttpResponseMessage> PostAsync(string function, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/" + function, UriKind.Relative)) { Content = Invocation.Body(body) };
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.1048.100.1");
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.Add("User-Agent", "Azure-Functions-Host/4.1048.100.1");
        return await _client.SendAsync(request);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Keep(StringBuilder into, string? line)
    {
        lock (into)
        {
            into.AppendLine(line);
        }
    }

    private static string Read(StringBuilder from)
    {
        lock (from)
        {
            return from.ToString();
        }
    }
}
