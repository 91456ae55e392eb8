using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Cli.Scheduling;
using CreditMonitor.Hosting;
using CreditMonitor.Http.Pages;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Running;

/// <summary>Hosts everything on one machine: timers, HTTP API, page.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Host timers, HTTP API and page on this machine (the default).") { CommonOptions.Urls };
        command.SetAction(RunAsync);
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var urls = parsed.GetValue(CommonOptions.Urls)!;
        Listening.Require(urls.Split(';'), !settings.Access.Keys.IsEmpty, isDemo: false);
        var verbose = parsed.GetValue(CommonOptions.Verbose);
        await using var app = MonitorHost.Build(new MonitorHostOptions(settings, urls, Verbose: verbose) { Scheduler = SchedulerParts.AddScheduler });
        var store = app.Services.GetRequiredService<IMonitorStore>();
        await store.PrepareAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"Watching {string.Join(", ", settings.Organizations.Select(organization => organization.Id))}; data in the {store.Description}{(settings.Mail.Pickup is { } pickup ? $", emails in {Path.GetFullPath(pickup)}" : "")}.");
        await ServeAsync(app, urls, cancellationToken);
        return ExitCode.Done;
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
            throw new CommandFailure(ExitCode.Usage, $"{urls} cannot be listened on: {e.Message} Give another address with --urls.");
        }

        // As it was, whatever else had a say in it, such as variables of the server.
        var hasKeys = !app.Services.GetRequiredService<MonitorSettings>().Access.Keys.IsEmpty;
        Listening.Require(app.Urls, hasKeys, app.Services.GetRequiredService<PageLook>().IsSample);
        await Console.Error.WriteLineAsync($"Page {app.Urls.First()}/ and status {app.Urls.First()}/api/status; stop with Ctrl+C.");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
