using System.CommandLine;
using CreditMonitor.Hosting;
using CreditMonitor.Pages;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

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
        var host = FunctionsHost.Find();
        var settings = Configured.Require(parsed, host is not null);
        var urls = host?.Urls ?? parsed.GetValue(CommonOptions.Urls)!;
        if (host is null)
        {
            Listening.Require(urls.Split(';'), !settings.Access.Keys.IsEmpty, isDemo: false);
        }

        await using var app = MonitorHost.Build(new MonitorHostOptions(settings, urls, WithScheduler: host is null, Verbose: parsed.GetValue(CommonOptions.Verbose)) { FunctionsHost = host });
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

        // As it was, whatever else had a say in it, such as variables of the server.
        var hasKeys = !app.Services.GetRequiredService<MonitorSettings>().Access.Keys.IsEmpty;
        Listening.Require(app.Urls, hasKeys, app.Services.GetRequiredService<PageLook>().IsSample);
        await Console.Error.WriteLineAsync($"Page {app.Urls.First()}/ and status {app.Urls.First()}/api/status; stop with Ctrl+C.");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
