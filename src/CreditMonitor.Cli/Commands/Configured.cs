using System.Collections.Immutable;
using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Hosting;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands;

/// <summary>Settings for verbs that work on configured organizations.</summary>
internal static class Configured
{
    /// <summary><c>appsettings.json</c> beside the program, then in the working directory; environment variables; <c>--set</c>.</summary>
    public static SettingsOutcome Load(ParseResult parsed)
    {
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
                .AddEnvironmentVariables()
                .AddInMemoryCollection(Overrides(parsed))
                .Build();
            return SettingsLoader.Load(configuration);
        }
        catch (InvalidDataException e)
        {
            throw new CommandFailure(ExitCode.Usage, $"appsettings.json cannot be read: {e.InnerException?.Message ?? e.Message}");
        }
    }

    /// <exception cref="CommandFailure">Every fault in the settings, a sentence each; exit status 2.</exception>
    public static MonitorSettings Require(ParseResult parsed)
    {
        var outcome = Load(parsed);
        foreach (var warning in outcome.Warnings)
        {
            Console.Error.WriteLine($"creditmonitor: {warning}");
        }

        return outcome.Settings ?? throw new CommandFailure(ExitCode.Usage, outcome.Faults);
    }

    /// <summary>The host without server and scheduler, its store ready.</summary>
    public static async Task<WebApplication> PartsAsync(ParseResult parsed, MonitorSettings settings, CancellationToken cancellationToken)
    {
        var app = MonitorHost.Build(new MonitorHostOptions(settings, Verbose: parsed.GetValue(CommonOptions.Verbose)));
        await app.Services.GetRequiredService<IMonitorStore>().PrepareAsync(cancellationToken);
        return app;
    }

    /// <summary>The organizations that <c>--org</c> leaves.</summary>
    public static ImmutableArray<OrganizationSettings> Chosen(ParseResult parsed, MonitorSettings settings) =>
        parsed.GetValue(CommonOptions.Org) is not { } id ? settings.Organizations
        : settings.Find(id) is { } organization ? [organization]
        : throw new CommandFailure(ExitCode.Usage, $"--org {id} is not configured; known are {string.Join(", ", settings.Organizations.Select(known => known.Id))}.");

    /// <summary>The one organization that is meant: by <c>--org</c>, or because there is but one.</summary>
    public static OrganizationSettings One(ParseResult parsed, MonitorSettings settings) =>
        Chosen(parsed, settings) is [var only] ? only
        : throw new CommandFailure(ExitCode.Usage, $"Several organizations are configured; say which with --org: {string.Join(", ", settings.Organizations.Select(known => known.Id))}.");

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(ParseResult parsed) =>
        (parsed.GetValue(CommonOptions.Set) ?? []).Select(text => text.Split('=', 2) is [var key, var value]
            ? KeyValuePair.Create<string, string?>($"{SettingsLoader.Root}:{key}", value)
            : throw new CommandFailure(ExitCode.Usage, $"--set {text} has no value; expected KEY=VALUE, such as Storage:Sqlite=/data/monitor.db."));
}
