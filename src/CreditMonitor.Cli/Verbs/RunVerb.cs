using System.CommandLine;
using System.Globalization;
using CreditMonitor.Functions;
using CreditMonitor.Hosting;
using CreditMonitor.Polling;

namespace CreditMonitor.Verbs;

/// <summary>Hosts everything on one machine: timers, HTTP API, page.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var command = new Command("run", "Host timers, HTTP API and page on this machine (the default).") { CommonOptions.Urls };
        command.SetAction(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var host = Find();
        var settings = Configured.Require(parsed, host is not null);
        var urls = host?.Urls ?? parsed.GetValue(CommonOptions.Urls)!;
        await using var app = MonitorHost.Build(new MonitorHostOptions(settings, urls, Verbose: parsed.GetValue(CommonOptions.Verbose)) { FunctionsHost = host, Scheduler = host is null ? Scheduling.AddScheduler : null });
        if (host is not null)
        {
            return await UnderHostAsync(app, host, cancellationToken);
        }

        var store = app.Services.GetRequiredService<IMonitorStore>();
        await store.PrepareAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"Watching {string.Join(", ", settings.Organizations.Select(organization => organization.Id))}; data in the {store.Description}.");
        await ServeAsync(app, urls, cancellationToken);
        return ExitCode.Done;
    }

    /// <returns>Null when no Functions host started this process.</returns>
    /// <exception cref="VerbFailure">The host's variable is no port.</exception>
    private static FunctionsHost? Find()
    {
        var text = Environment.GetEnvironmentVariable(FunctionsHost.PortVariable);
        return string.IsNullOrEmpty(text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? new FunctionsHost(port) { PlatformAuthenticates = string.Equals(Environment.GetEnvironmentVariable(FunctionsHost.AuthenticationVariable), "true", StringComparison.OrdinalIgnoreCase) }
            : throw new VerbFailure(ExitCode.Usage, $"{FunctionsHost.PortVariable} is no port from 1 to 65535; the Functions host sets it, so unset it when there is none.");
    }

    /// <summary>The store is made ready by the first run that needs it: an outage of it is no reason to be started again and again.</summary>
    private static async Task<int> UnderHostAsync(WebApplication app, FunctionsHost host, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            Console.WriteLine($"Called by the Functions host at {host.Urls}.");
            await app.WaitForShutdownAsync(cancellationToken);
            return FunctionsHost.StoppedExitCode;
        }
        catch (IOException e)
        {
            throw new VerbFailure(ExitCode.RemoteFailed, $"{host.Urls}, the port that the Functions host gave, cannot be listened on: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return FunctionsHost.StoppedExitCode;
        }
    }

    /// <summary>Serves until the process is told to stop.</summary>
    public static async Task ServeAsync(WebApplication app, string urls, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new VerbFailure(ExitCode.Usage, $"{urls} cannot be listened on: {e.Message} Give another address with --urls.");
        }

        await Console.Error.WriteLineAsync($"Page {app.Urls.First()}/ and status {app.Urls.First()}/api/status; stop with Ctrl+C.");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
