using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Http.Api;
using CreditMonitor.Status;
using CreditMonitor.Subscriptions;

namespace CreditMonitor.Cli.Commands.Recording;

/// <param name="Address">In part: lists of addresses go further than they should.</param>
internal sealed record SubscriptionLine(
    string Organization, string Id, SubscriptionChannel Channel, string Address, SubscriptionStatus Status, DateTimeOffset? Since, string? Why, Cadence Cadence,
    ImmutableArray<string> Kinds, string LeastSeverity, string LeastDollars, ImmutableArray<int>? WindowsDays, string? TimeZone, string By, string? Calendar);

internal sealed record SubscriptionsBody(ImmutableArray<SubscriptionLine> Subscriptions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantJson), typeof(SnakeCaseEnum<SubscriptionChannel>), typeof(SnakeCaseEnum<SubscriptionStatus>), typeof(SnakeCaseEnum<Cadence>)])]
[JsonSerializable(typeof(SubscriptionsBody))]
internal sealed partial class SubscriptionsJson : JsonSerializerContext;

/// <summary>Subscribes, unsubscribes and lists, from the machine that runs the monitor.</summary>
internal static class SubscribeCommand
{
    private static readonly Argument<string> Address = new("ADDRESS") { Description = "A mail address, or an incoming webhook's https address with --channel." };
    private static readonly Argument<string> Which = new("ADDRESS|ID") { Description = "The address, or the id that subscriptions shows." };
    private static readonly Option<string?> Channel = new("--channel") { Description = "mail, webhook, slack or teams.", HelpName = "CHANNEL" };
    private static readonly Option<string?> Kinds = new("--kinds") { Description = "Only these kinds, separated by commas; default: all.", HelpName = "KINDS" };
    private static readonly Option<string?> LeastSeverity = new("--least-severity") { Description = "info, warning or critical.", HelpName = "SEVERITY" };
    private static readonly Option<string?> LeastDollars = new("--least-dollars") { Description = "Only where at least so much is at stake.", HelpName = "AMOUNT" };
    private static readonly Option<string?> WindowsDays = new("--windows-days") { Description = "Own days before a lapse, such as 30,7,1.", HelpName = "DAYS" };
    private static readonly Option<string?> Cadences = new("--cadence") { Description = "immediate, daily or weekly.", HelpName = "CADENCE" };
    private static readonly Option<string?> TimeZone = new("--time-zone") { Description = "IANA zone for dates and digests, such as Europe/Berlin.", HelpName = "ZONE" };
    private static readonly Option<bool> Everything = new("--everything") { Description = "End all that the address is told." };

    public static Command Subscribe()
    {
        var command = new Command("subscribe", "Have an address told: a mail asks its owner to confirm; a webhook is told from now on.") { Address, Channel, Kinds, LeastSeverity, LeastDollars, WindowsDays, Cadences, TimeZone, CommonOptions.Org };
        command.SetAction(SubscribeAsync);
        return command;
    }

    public static Command Unsubscribe()
    {
        var command = new Command("unsubscribe", "End a subscription, also a configured one.") { Which, Everything, CommonOptions.Org };
        command.SetAction(UnsubscribeAsync);
        return command;
    }

    public static Command List()
    {
        var command = new Command("subscriptions", "List who is told, how each stands and why.") { CommonOptions.Org };
        command.SetAction(ListAsync);
        return command;
    }

    private static async Task<int> SubscribeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        if (parsed.GetValue(CommonOptions.Org) is not null)
        {
            Configured.Chosen(parsed, settings);
        }

        var read = new AskReader(field => ValueOf(parsed, field)).Read();
        if (read.Ask is not { } ask)
        {
            throw new CommandFailure(ExitCode.Usage, read.Faults);
        }

        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        if (await app.Services.GetRequiredService<Subscribers>().AskAsync(ask, "creditmonitor subscribe", vouched: true, cancellationToken) is { } fault)
        {
            throw new CommandFailure(ExitCode.Usage, fault);
        }

        var body = SubscriptionEndpoints.BodyOf(ask, app.Services.GetRequiredService<TokenSigner>());
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(body, SubscribedJson.Default.SubscribedBody)
            : $"{body.Id}: {body.Result}{(body.WebhookSecret is { } secret ? $"\nSigned with {secret}" : "")}");
        return ExitCode.Done;
    }

    private static string? ValueOf(ParseResult parsed, string field) => field switch
    {
        "address" => parsed.GetValue(Address),
        "channel" => parsed.GetValue(Channel),
        "organization" => parsed.GetValue(CommonOptions.Org),
        "kinds" => parsed.GetValue(Kinds),
        "least_severity" => parsed.GetValue(LeastSeverity),
        "least_dollars" => parsed.GetValue(LeastDollars),
        "windows_days" => parsed.GetValue(WindowsDays),
        "cadence" => parsed.GetValue(Cadences),
        _ => parsed.GetValue(TimeZone),
    };

    private static async Task<int> UnsubscribeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var chosen = Configured.Chosen(parsed, settings).Select(organization => organization.Id).ToHashSet(StringComparer.Ordinal);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var desk = app.Services.GetRequiredService<Subscribers>();
        var which = parsed.GetValue(Which)!;
        var ids = (await desk.ReadAsync(cancellationToken))
            .Where(one => chosen.Contains(one.Organization.Id) && (one.Subscription.Id == which || Subscription.KeyOf(one.Subscription.Channel, one.Subscription.Address) == Subscription.KeyOf(one.Subscription.Channel, which)))
            .Select(one => one.Subscription.Id).Distinct(StringComparer.Ordinal).ToList();
        foreach (var id in ids)
        {
            await desk.StopAsync(id, parsed.GetValue(Everything), "creditmonitor unsubscribe", cancellationToken);
        }

        Console.WriteLine(ids.Count == 0 ? "No such subscription is known; see creditmonitor subscriptions." : $"{When.Count(ids.Count, "subscription")} ended.");
        return ids.Count == 0 ? ExitCode.Usage : ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var chosen = Configured.Chosen(parsed, settings).Select(organization => organization.Id).ToHashSet(StringComparer.Ordinal);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var (links, now) = (app.Services.GetRequiredService<MailLinks>(), app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        var lines = (await app.Services.GetRequiredService<Subscribers>().ReadAsync(cancellationToken)).Where(one => chosen.Contains(one.Organization.Id)).Select(one => LineOf(one.Organization.Id, one.Subscription, links, now)).ToImmutableArray();
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(new SubscriptionsBody(lines), SubscriptionsJson.Default.SubscriptionsBody));
            return ExitCode.Done;
        }

        Console.WriteLine(lines.IsEmpty ? "Nobody is told; see creditmonitor subscribe --help." : string.Join('\n', lines.Select(TextOf)));
        return ExitCode.Done;
    }

    private static SubscriptionLine LineOf(string organizationId, Subscription subscription, MailLinks links, DateTimeOffset now) => new(
        organizationId, subscription.Id, subscription.Channel, subscription.Masked, subscription.Status, subscription.IsConfigured ? null : subscription.StatusAt, subscription.Why, subscription.Wishes.Cadence,
        [.. subscription.Wishes.Kinds.Select(kind => SnakeCase.Of(kind))], SnakeCase.Of(subscription.Wishes.LeastSeverity), subscription.Wishes.LeastDollars.ToExactString(), subscription.Wishes.WindowsDays,
        subscription.Wishes.TimeZone, subscription.CreatedBy, subscription.IsConfirmed ? links.Calendar(organizationId, subscription.Id, now) : null);

    private static string TextOf(SubscriptionLine line) =>
        $"{line.Organization} {line.Id} {line.Address}: {SnakeCase.Of(line.Status)}{(line.Since is { } since ? $" since {When.Short(since)}" : "")}{(line.Why is { } why ? $" ({why})" : "")}, {SnakeCase.Of(line.Cadence)}, "
        + $"{(line.Kinds.IsEmpty ? "all kinds" : string.Join(", ", line.Kinds))} from {line.LeastSeverity} and ${line.LeastDollars} on{(line.WindowsDays is { } days ? $", {string.Join(",", days)} days before a lapse" : "")}, by {line.By}";
}
