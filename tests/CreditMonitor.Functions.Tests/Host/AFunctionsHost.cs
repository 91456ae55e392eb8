using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using CreditMonitor.Functions.Tests.Rpc;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Functions.Tests.Host;

/// <summary>Does to the published package what the Azure Functions host does: starts what <c>worker.config.json</c> names, speaks the
/// workers' protocol with it, starts its timers,
/// hands it requests (<see cref="HandingOver"/>), and ends it.</summary>
internal sealed class AFunctionsHost : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Conversation _conversation;
    private readonly StringBuilder _errors = new();
    private readonly StringBuilder _output = new();

    private AFunctionsHost(WebApplication server, Conversation conversation, Process process)
    {
        (_server, _conversation, Process) = (server, conversation, process);
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Where the worker takes requests.</summary>
    public Uri Worker { get; private set; } = null!;

    public IReadOnlyList<HostedFunction> Functions { get; private set; } = [];

    public IReadOnlyList<RpcLog> Logs => _conversation.Logs;

    /// <summary>Everything that left the process as text.</summary>
    public string Said =>
        string.Join('\n', Logs.Select(log => $"{log.Category} {log.Message} {log.Exception?.Message} {log.Exception?.StackTrace}")) + Output + Errors;

    public static async Task<AFunctionsHost> StartAsync(string package, IReadOnlyDictionary<string, string> settings)
    {
        var conversation = new Conversation();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRoutingCore().AddSingleton(conversation).AddGrpc();
        var server = builder.Build();
        server.UseRouting();
        server.MapGrpcService<Conversation>();
        await server.StartAsync();
        return new AFunctionsHost(server, conversation, Process.Start(Command(package, new Uri(server.Urls.Single()), settings))!);
    }

    /// <summary>As the host, in this order: the stream, the initialization, the list of functions, each of them loaded.</summary>
    public async Task UntilReadyAsync()
    {
        var folder = Process.StartInfo.WorkingDirectory;
        await _conversation.Begun;
        var init = new WorkerInitRequest { HostVersion = "4.1037.0", WorkerDirectory = folder, FunctionAppDirectory = folder };
        init.Capabilities.Add("HandlesWorkerTerminateMessage", "1");
        var begun = (await _conversation.AskAsync(new() { WorkerInitRequest = init })).WorkerInitResponse;
        Assert.Equal(StatusResult.Types.Status.Success, begun.Result.Status);
        Worker = new Uri(begun.Capabilities["HttpUri"]);
        var known = await _conversation.AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = folder } });
        Functions = [.. known.FunctionMetadataResponse.FunctionMetadataResults.Select(HostedFunction.Of)];
        foreach (var function in Functions)
        {
            var load = new FunctionLoadRequest { FunctionId = function.Metadata.FunctionId, Metadata = function.Metadata };
            var loaded = (await _conversation.AskAsync(new() { FunctionLoadRequest = load })).FunctionLoadResponse;
            Assert.True(loaded.Result.Status == StatusResult.Types.Status.Success, $"{function.Name}: {loaded.Result.Exception?.Message}");
        }
    }

    public Task<Invocation> RunAsync(string function, string timer, string? invocation = null) =>
        InvokeAsync(Functions.Single(known => known.Name == function), new TypedData { Json = timer }, invocation);

    public async Task<Invocation> InvokeAsync(HostedFunction function, TypedData input, string? invocation = null)
    {
        var request = new InvocationRequest
        {
            InvocationId = invocation ?? Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            TraceContext = new(),
            InputData = { new ParameterBinding { Name = function.Input, Data = input } },
        };
        return Invocation.Of(function.Name, (await _conversation.AskAsync(new() { InvocationRequest = request })).InvocationResponse);
    }

    public void Cancel(string invocation) => _conversation.Say(new() { InvocationCancel = new() { InvocationId = invocation } });

    /// <summary>The host's own way to end a worker.</summary>
    public void Terminate() =>
        _conversation.Say(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)) } });

    /// <summary>SIGTERM, as hosts that drain their instances send it.</summary>
    public void Signal()
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

    /// <summary>A dead host leaves its worker running, so the worker goes first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            await Process.WaitForExitAsync();
        }

        Process.Dispose();
        await _server.DisposeAsync();
    }

    private static ProcessStartInfo Command(string package, Uri host, IReadOnlyDictionary<string, string> settings)
    {
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(package, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        var (id, request) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        string[] arguments =
        [
            Path.Combine(package, description.GetProperty("defaultWorkerPath").GetString()!.Replace("{WorkerRoot}", "", StringComparison.Ordinal)),
            "--host", host.Host, "--port", $"{host.Port}", "--workerId", id, "--requestId", request, "--grpcMaxMessageLength", "2147483647",
            "--functions-uri", $"{host}", "--functions-worker-id", id, "--functions-request-id", request,
            "--functions-grpc-max-message-length", "2147483647",
        ];
        var start = new ProcessStartInfo(description.GetProperty("defaultExecutablePath").GetString()!, arguments)
        {
            WorkingDirectory = package,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = package;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = package;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment["FUNCTIONS_EXTENSION_VERSION"] = "~4";
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return start;
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
