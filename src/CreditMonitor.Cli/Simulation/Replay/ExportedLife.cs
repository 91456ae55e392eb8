using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Scenarios;
using CreditMonitor.Core.Text;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Simulation.Replay;

/// <summary>The part of an export that a life is made of (<see cref="ExportDocument"/>).</summary>
internal sealed record ExportedFacts(
    ExportOrganization Organization,
    DateTimeOffset ExportedAt,
    ImmutableArray<ExportGrant> Grants = default,
    ImmutableArray<ExportDay> Costs = default,
    ImmutableArray<RecordedFact> Told = default);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(UsdJsonConverter), typeof(InstantJson), typeof(SnakeCaseEnum<BurnOrder>), typeof(SnakeCaseEnum<BillingMode>), typeof(SnakeCaseEnum<GrantKind>), typeof(SnakeCaseEnum<DayQuality>),
        typeof(SnakeCaseEnum<ReceiptKind>), typeof(SnakeCaseEnum<AlertActionKind>),
    ])]
[JsonSerializable(typeof(ExportedFacts))]
internal sealed partial class ExportedJson : JsonSerializerContext;

/// <summary>Makes a scenario of a team's own export, so that a replay says what the monitor would have said when. Every figure shows as it stands now, three hours after its day's end: what it was when it was first
/// published is not kept. Facts show when they happened, as if they had been told at once; who starts to watch today wants to know what it would have told of last year.</summary>
internal static partial class ExportedLife
{
    private static readonly TimeSpan Lag = TimeSpan.FromHours(3);
    private static readonly TimeSpan Billing = TimeSpan.FromHours(1);

    /// <returns>Null with one sentence that says what is wrong.</returns>
    public static (Scenario? Scenario, string? Problem) Read(string json)
    {
        if (JsonUnicode.FaultOf(json) is { } broken)
        {
            return (null, $"{broken}.");
        }

        try
        {
            return JsonSerializer.Deserialize(json, ExportedJson.Default.ExportedFacts) is not { } facts ? (null, NoExport("it is null"))
                : ProblemOf(facts) is { } problem ? (null, problem)
                : (LifeOf(facts), null);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return (null, NoExport(WhyOf(e)));
        }
    }

    private static string NoExport(string why) => $"is no export of creditmonitor export --format json: {why}.";

    /// <summary>The place, or what is missing: the rest of what a reader of JSON says is for programmers.</summary>
    private static string WhyOf(Exception e)
    {
        var (path, missing) = (PathIn().Match(e.Message), MissingIn().Match(e.Message));
        var place = (e as JsonException)?.Path ?? (path.Success ? path.Groups[1].Value : "something in it");
        return missing.Success ? $"{place} lacks {missing.Groups[1].Value}" : $"{place} is not as it was written";
    }

    [GeneratedRegex(@"Path: (\$[^ |]*)", RegexOptions.CultureInvariant)]
    private static partial Regex PathIn();

    [GeneratedRegex(@"including: (.+?)(\. |\.?$)", RegexOptions.CultureInvariant)]
    private static partial Regex MissingIn();

    /// <summary>What the types cannot say: lists without holes, and times that a life can have.</summary>
    private static string? ProblemOf(ExportedFacts facts)
    {
        if (facts.Costs.IsDefaultOrEmpty || facts.Grants.IsDefault)
        {
            return "holds no costs; there is nothing to replay yet.";
        }

        return HoleIn(facts) ?? SpanFault(FirstDay(facts), facts.ExportedAt);
    }

    private static DateTimeOffset FirstDay(ExportedFacts facts) =>
        new(facts.Costs.Min(day => day.Day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static string? SpanFault(DateTimeOffset begin, DateTimeOffset end) =>
        begin.Year < ScenarioDocument.FirstYear || end < begin || end.Year > ScenarioDocument.LastYear
            ? "$.exported_at: expected an instant after the first day of $.costs."
        : end - begin > ScenarioDocument.Longest ? $"$.costs: expected {ScenarioDocument.Longest.TotalDays:0} days before $.exported_at at most."
        : null;

    private static string? HoleIn(ExportedFacts facts)
    {
        return facts.Costs.IndexOf(null!) is >= 0 and var cost ? $"$.costs[{cost}] is null; expected a day."
            : facts.Grants.IndexOf(null!) is >= 0 and var grant ? $"$.grants[{grant}] is null; expected a grant."
            : !facts.Told.IsDefault && facts.Told.IndexOf(null!) is >= 0 and var fact ? $"$.told[{fact}] is null; expected a fact."
            : facts.Costs.FirstOrDefault(day => !day.Rows.IsDefault && day.Rows.Contains(null!)) is { } holed
                ? $"$.costs: a row of {InstantText.Format(holed.Day)} is null; expected an amount with its names."
            : null;
    }

    private static Scenario LifeOf(ExportedFacts facts)
    {
        var begin = FirstDay(facts);
        var events = Events(facts, begin).Where(e => e.At <= facts.ExportedAt).OrderBy(e => e.At).ToImmutableArray();
        return new Scenario(facts.Organization.Id, begin, facts.ExportedAt, Billing, null, Config(facts.Organization), events);
    }

    private static IEnumerable<ScenarioEvent> Events(ExportedFacts facts, DateTimeOffset begin)
    {
        var told = facts.Told.IsDefault ? [] : facts.Told;
        var toldGrants = told.OfType<RecordedGrant>().Select(grant => grant.Grant.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var grant in facts.Grants.Where(grant => !toldGrants.Contains(grant.Grant.Id)))
        {
            var at = grant.Grant.EffectiveAt > begin ? grant.Grant.EffectiveAt : begin;
            yield return new ScenarioEvent.Told(at, new RecordedGrant(at, "configuration", grant.Grant));
        }

        foreach (var fact in told)
        {
            yield return new ScenarioEvent.Told(At(fact, begin), fact);
        }

        foreach (var day in facts.Costs)
        {
            if (day.Day > DateOnly.FromDateTime(facts.ExportedAt.UtcDateTime))
            {
                continue;    // no figure of a day that had not begun
            }

            var published = CostHistory.DayEnd(day.Day) + Lag;
            var at = day.AsOf < published ? day.AsOf : published;
            foreach (var cost in day.Rows.IsDefaultOrEmpty ? [new CostRow(null, null, null, day.Amount)] : day.Rows)
            {
                yield return new ScenarioEvent.Cost(at, day.Day, cost.Amount, cost.ProjectId, cost.LineItem, cost.ApiKeyId);
            }
        }
    }

    /// <summary>Words on alerts and verdicts are of the time at which they were said.</summary>
    private static DateTimeOffset At(RecordedFact fact, DateTimeOffset begin)
    {
        var happened = fact is AlertAction or ChargeVerdict ? fact.ToldAt : fact.HappenedAt;
        return happened > begin ? happened : begin;
    }

    private static ImmutableArray<KeyValuePair<string, string?>> Config(ExportOrganization organization)
    {
        var config = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        config.Add(new("Name", organization.Name));
        config.Add(new("TimeZone", organization.TimeZone));
        config.Add(new("BurnOrder", SnakeCase.Of(organization.BurnOrder)));
        if (!organization.BillingModes.IsDefaultOrEmpty)
        {
            config.Add(new("BillingMode", string.Join(',', organization.BillingModes.Select(span => span.From <= DateTimeOffset.UnixEpoch ? SnakeCase.Of(span.Mode) : $"{span.From.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}:{SnakeCase.Of(span.Mode)}"))));
        }

        return config.ToImmutable();
    }
}
