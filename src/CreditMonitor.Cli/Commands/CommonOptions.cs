using System.CommandLine;

namespace CreditMonitor.Cli.Commands;

/// <summary>Options that every verb knows.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document instead of text.", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Log in detail, and show stack traces of errors.", Recursive = true };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "Override a setting, such as --set Storage:Sqlite=/data/monitor.db. May be given more than once.",
        HelpName = "KEY=VALUE",
        Recursive = true,
    };

    public static readonly Option<string?> Org = new("--org") { Description = "Only the organization with this Id.", HelpName = "ID" };

    public static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons.",
        HelpName = "URLS",
        DefaultValueFactory = _ => Hosting.MonitorHostOptions.DefaultUrls,
    };
}
