using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>Tells the monitor of purchases and gifts of credit, their corrections and their withdrawal, and lists what is known.</summary>
internal static class GrantCommand
{
    public const string By = "creditmonitor grant";

    private static readonly Argument<string> Id = new("ID") { Description = "The grant's name, unique in its organization." };
    private static readonly Argument<string> Amount = new("AMOUNT") { Description = "US dollars that became credit: without tax." };
    private static readonly Option<GrantKind> Kind = new("--kind") { Description = "paid or promotional.", DefaultValueFactory = _ => GrantKind.Paid };
    private static readonly Option<string?> EffectiveAt = new("--effective-at") { Description = "When it can first be spent; default: now.", HelpName = "INSTANT" };
    private static readonly Option<string?> ExpiresAt = new("--expires-at") { Description = "When it lapses, as the dashboard shows it; default: a year after the purchase.", HelpName = "INSTANT" };
    private static readonly Option<bool> Never = new("--never-expires") { Description = "It does not lapse." };
    private static readonly Option<string?> PurchasedAt = new("--purchased-at") { Description = "When it was paid for, where that is known apart.", HelpName = "INSTANT" };
    private static readonly Option<string?> At = new("--at") { Description = "From when on it is withdrawn; default: now.", HelpName = "INSTANT" };

    public static Command Create()
    {
        var add = new Command("add", "Tell of a purchase or a gift of credit, or correct one: the same ID again replaces it.") { Id, Amount, Kind, EffectiveAt, ExpiresAt, Never, PurchasedAt, CommonOptions.Org };
        add.SetAction(AddAsync);
        var withdraw = new Command("void", "Tell that a grant was withdrawn: what is left of it counts no longer.") { Id, At, CommonOptions.Org };
        withdraw.SetAction(VoidAsync);
        var list = new Command("list", "List the grants that are known, and where each is known from.") { CommonOptions.Org };
        list.SetAction(ListAsync);
        return new Command("grant", "Tell of credit that was bought, given or withdrawn.") { add, withdraw, list };
    }

    private static Task<int> AddAsync(ParseResult parsed, CancellationToken cancellationToken) => TellAsync(parsed, (_, now) =>
    {
        var id = parsed.GetValue(Id)!;
        if (id.Length is 0 or > RecordedFact.MaxIdLength || id.Any(char.IsControl))
        {
            throw new CommandFailure(ExitCode.Usage, $"ID is empty, longer than {RecordedFact.MaxIdLength} characters or holds control characters.");
        }

        var expires = GivenValues.Instant("--expires-at", parsed.GetValue(ExpiresAt));
        return parsed.GetValue(Never) && expires is not null
            ? throw new CommandFailure(ExitCode.Usage, "--never-expires and --expires-at contradict one another; give one of them.")
            : new CreditGrant(
                id, parsed.GetValue(Kind), GivenValues.Amount("AMOUNT", parsed.GetValue(Amount)!), GivenValues.Instant("--effective-at", parsed.GetValue(EffectiveAt)) ?? now,
                expires, null, GivenValues.Instant("--purchased-at", parsed.GetValue(PurchasedAt)))
            { NeverExpires = parsed.GetValue(Never) };
    }, cancellationToken);

    private static Task<int> VoidAsync(ParseResult parsed, CancellationToken cancellationToken) => TellAsync(parsed, (known, now) =>
        known.FirstOrDefault(grant => grant.Id == parsed.GetValue(Id)) is { } grant
            ? grant with { VoidedAt = GivenValues.Instant("--at", parsed.GetValue(At)) ?? now }
            : throw new CommandFailure(ExitCode.Usage, $"ID {parsed.GetValue(Id)} is no known grant; known are {(known.IsEmpty ? "none" : string.Join(", ", known.Select(grant => grant.Id)))}."), cancellationToken);

    private static async Task<int> TellAsync(ParseResult parsed, Func<ImmutableArray<CreditGrant>, DateTimeOffset, CreditGrant> make, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var known = (await app.Services.GetRequiredService<IMonitorStore>().ReadToldAsync(organization.Id, cancellationToken)).Merge(organization.Grants);
        var grant = make(known, now);
        var changes = (await app.Services.GetRequiredService<RecordIntake>().TellAsync(organization, [new RecordedGrant(now, By, grant)], By, settles: true, cancellationToken)).Changes;
        var line = GrantLine.Of(grant, known.Any(before => before.Id == grant.Id) && changes[0].Kind == FactChangeKind.Added ? "replaced" : SnakeCase.Of(changes[0].Kind));
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(line, GrantJson.Default.GrantLine) : line.ToString());
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var lists = new List<GrantList>();
        foreach (var organization in Configured.Chosen(parsed, settings))
        {
            lists.Add(await ListAsync(organization, app.Services.GetRequiredService<IMonitorStore>(), cancellationToken));
        }

        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize([.. lists], GrantJson.Default.ImmutableArrayGrantList) : string.Join('\n', lists.Select(list => list.ToString())));
        return ExitCode.Done;
    }

    private static async Task<GrantList> ListAsync(OrganizationSettings organization, IMonitorStore store, CancellationToken cancellationToken)
    {
        var told = await store.ReadToldAsync(organization.Id, cancellationToken);
        var by = told.Grants.ToDictionary(fact => fact.Grant.Id, StringComparer.Ordinal);
        return new GrantList(organization.Id, [.. told.Merge(organization.Grants).OrderBy(grant => grant.EffectiveAt).Select(grant => GrantLine.Of(
            grant, by.TryGetValue(grant.Id, out var fact) ? $"told by {fact.ToldBy} {When.Short(fact.ToldAt)}" : "configuration"))]);
    }
}

internal sealed record GrantList(string Organization, ImmutableArray<GrantLine> Grants)
{
    public override string ToString() => $"{Organization}:{(Grants.IsEmpty ? " no grant is known; the balance is unknown until one is." : "")}{string.Concat(Grants.Select(grant => $"\n  {grant}"))}";
}

/// <param name="Source">Where it is known from, or what became of telling it.</param>
internal sealed record GrantLine(
    string Id, string Kind, string Amount, DateTimeOffset EffectiveAt, DateTimeOffset? LapsesFrom, DateTimeOffset? LapsesBy, DateTimeOffset? VoidedAt, DateTimeOffset? PurchasedAt, string Source)
{
    public static GrantLine Of(CreditGrant grant, string source)
    {
        var range = ExpiryRange.Of(grant);
        return new GrantLine(grant.Id, SnakeCase.Of(grant.Kind), grant.Amount.ToExactString(), grant.EffectiveAt, range?.Earliest, range?.Latest, grant.VoidedAt, grant.PurchasedAt, source);
    }

    public override string ToString() =>
        $"{Id}: {Kind} ${Amount} from {When.Short(EffectiveAt)}, {(LapsesFrom is not { } from ? "never lapses" : from == LapsesBy ? $"lapses {When.Short(from)}" : $"lapses between {When.Short(from)} and {When.Short(LapsesBy!.Value)}")}{(VoidedAt is { } voided ? $", voided {When.Short(voided)}" : "")} ({Source})";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(Status.InstantJson)])]
[JsonSerializable(typeof(GrantLine))]
[JsonSerializable(typeof(ImmutableArray<GrantList>))]
internal sealed partial class GrantJson : JsonSerializerContext;
