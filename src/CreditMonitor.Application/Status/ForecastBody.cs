using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CreditMonitor.Status;

/// <summary>The body of <c>GET /api/organizations/{org}/forecast</c>. Money is a number in US dollars, days are UTC days, null is unknown.</summary>
/// <param name="AsOf">When it was reckoned.</param>
/// <param name="CostsAsOf">When the costs behind it were read.</param>
/// <param name="Why">Why nothing is foreseen, a clause; null when something is.</param>
/// <param name="PerDay">Foreseen for the next month, as <paramref name="PerDayThisWeek"/> for the next week.</param>
/// <param name="Balance">Of what is published; null where no grant is declared.</param>
/// <param name="Days">From today on; empty with nothing foreseen.</param>
/// <param name="Grants">Those with something left, in burn order.</param>
public sealed record ForecastBody(
    string Id,
    string Name,
    DateTimeOffset AsOf,
    DateTimeOffset? CostsAsOf,
    DateOnly? KnownUntil,
    int? HistoryDays,
    bool LittleHistory,
    string? Why,
    decimal? PerDay,
    decimal? PerDayThisWeek,
    decimal? Balance,
    RunwayBody Runway,
    ImmutableArray<ForecastDayBody> Days,
    ImmutableArray<ForecastGrantBody> Grants);

/// <param name="Spend">Still to be published from now up to the day's evening, cumulative.</param>
/// <param name="Balance">On the day's evening, what lapses by then taken off; null where the balance is unknown.</param>
public sealed record ForecastDayBody(DateOnly Day, QuantilesBody Spend, QuantilesBody? Balance);

/// <param name="P10">With one chance in ten it is no more.</param>
/// <param name="P90">With nine chances in ten it is no more.</param>
public sealed record QuantilesBody(decimal P10, decimal P50, decimal P90);

/// <param name="LapsesFrom">The instant that is reckoned with: the earliest at which it may lapse; null: never.</param>
/// <param name="ExpectedUnused">The mean of what will lapse; null with the rest when it never does, or not within the forecast.</param>
/// <param name="ProbabilityOfLoss">0 to 1: that anything lapses.</param>
/// <param name="NeededPerDay">US dollars a day from tomorrow on that would use it up, what is spent before it included; null also where nothing would.</param>
public sealed record ForecastGrantBody(
    string Id, decimal Remaining, DateTimeOffset? LapsesFrom, decimal? ExpectedUnused, decimal? UnusedP10, decimal? UnusedP90, decimal? ProbabilityOfLoss, decimal? NeededPerDay);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantJson)])]
[JsonSerializable(typeof(ForecastBody))]
internal sealed partial class ForecastJson : JsonSerializerContext;
