using System.Collections.Immutable;
using CreditMonitor.Core.Observations;
using CreditMonitor.OpenAI;
using CreditMonitor.Polling;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditMonitor.Testing;

/// <summary>Asks a handler in the provider's place, and words for what should come of it.</summary>
internal static class OpenAIReadings
{
    public const string Key = "sk-admin-Zq81TestOnlyNotAKey_77";

    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly DateOnly MarchFirst = new(2026, 3, 1);

    public static BillingAccess Access(string key = Key) => new("acme", new Uri("https://api.example/v1"), key);

    public static OpenAIBillingSource Source(HttpMessageHandler handler, OpenAILimits? limits = null, TimeProvider? clock = null) =>
        new(new HttpClient(handler), clock ?? new FixedClock(Noon), NullLogger<OpenAIBillingSource>.Instance, limits);

    public static Task<Reading<CostReport>> CostsAsync(HttpMessageHandler handler, OpenAILimits? limits = null, string key = Key, CancellationToken cancellationToken = default) =>
        Source(handler, limits).ReadCostsAsync(Access(key), MarchFirst, cancellationToken);

    public static Task<Reading<ImmutableArray<Project>>> ProjectsAsync(HttpMessageHandler handler) =>
        Source(handler).ReadProjectsAsync(Access(), CancellationToken.None);

    public static Task<Reading<SpendLimit?>> SpendLimitAsync(HttpMessageHandler handler) =>
        Source(handler).ReadSpendLimitAsync(Access(), CancellationToken.None);

    public static T Value<T>(this Reading<T> reading) => Assert.IsType<Reading<T>.Ok>(reading).Value;

    public static string Denial<T>(this Reading<T> reading) => Assert.IsType<Reading<T>.Denied>(reading).Detail;

    public static string Outage<T>(this Reading<T> reading) => Assert.IsType<Reading<T>.Unavailable>(reading).Detail;

    /// <summary>A page of costs; <paramref name="next"/> null is the last.</summary>
    public static string Page(string? next, params string[] buckets) =>
        $$"""{"object":"page","data":[{{string.Join(',', buckets)}}],"has_more":{{(next is null ? "false" : "true")}},"next_page":{{(next is null ? "null" : $"\"{next}\"")}}}""";

    public static string Bucket(DateOnly day, params string[] results)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        return $$"""{"object":"bucket","start_time":{{start}},"end_time":{{start + 86_400}},"results":[{{string.Join(',', results)}}]}""";
    }

    /// <param name="value">As it stands in the JSON: quoted or not.</param>
    public static string Cost(string value, string currency = "usd", string project = "\"proj_a\"", string lineItem = "\"gpt-5-mini, input\"") =>
        $$"""{"object":"organization.costs.result","amount":{"value":{{value}},"currency":"{{currency}}"},"line_item":{{lineItem}},"project_id":{{project}},"api_key_id":null}""";
}
