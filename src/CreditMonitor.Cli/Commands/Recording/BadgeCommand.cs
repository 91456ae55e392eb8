using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Http.Api;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Status;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>The address of an organization's badge, and its end.</summary>
internal static class BadgeCommand
{
    private const string By = "creditmonitor badge";

    public static Command Create()
    {
        var revoke = new Command("revoke", "End every address of the badge that was given out before, and show a new one.") { CommonOptions.Org };
        revoke.SetAction((parsed, cancellationToken) => RunAsync(parsed, (desk, organization) => desk.RevokeAsync(organization.Id, By, cancellationToken), cancellationToken));
        var show = new Command("badge", "The address of a badge with balance and runway. Whoever knows it reads the balance.") { CommonOptions.Org, revoke };
        show.SetAction((parsed, cancellationToken) => RunAsync(parsed, (desk, organization) => desk.AddressAsync(organization.Id, cancellationToken), cancellationToken));
        return show;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<Badges, OrganizationSettings, Task<BadgeBody>> ask, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var body = await ask(app.Services.GetRequiredService<Badges>(), organization);
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(body, BadgeJson.Default.BadgeBody) : body.Url);
        return ExitCode.Done;
    }
}
