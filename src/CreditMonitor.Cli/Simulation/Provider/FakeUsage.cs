using System.Globalization;
using System.Net;
using System.Text.Json;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>Calls at a steady rate between two instants.</summary>
/// <param name="To">Exclusive.</param>
/// <param name="VisibleAt">First instant at which the provider answers with it; then it shows as it elapses.</param>
internal sealed record SteadyUsage(DateTimeOffset From, DateTimeOffset To, decimal RequestsPerHour, decimal InputTokensPerHour, string? ApiKey, string? Model, string? Project, DateTimeOffset VisibleAt)
{
    /// <summary>Null: text models.</summary>
    public UsageEndpoint? Endpoint { get; init; }
}

/// <summary>Usage of the stand-in provider in buckets of a minute, an hour or a day. Whole calls and tokens: what has elapsed is counted down to whole ones, so that none is made or lost.</summary>
internal sealed class FakeUsage
{
    private const string Completions = "completions";

    private static readonly Dictionary<string, UsageEndpoint> Others = Enum.GetValues<UsageEndpoint>().ToDictionary(SnakeCase.Of, StringComparer.Ordinal);

    private readonly List<SteadyUsage> _usage = [];

    public void Add(SteadyUsage usage) => _usage.Add(usage);

    /// <param name="name">The endpoint under <c>usage/</c>.</param>
    public HttpResponseMessage Answer(string name, ILookup<string, string> parameters, FaultMode? fault, DateTimeOffset now)
    {
        var endpoint = Others.TryGetValue(name, out var other) ? other : (UsageEndpoint?)null;
        if (endpoint is null && name != Completions)
            return FakeAnswers.NotFound();

        var width = parameters["bucket_width"].FirstOrDefault() switch { "1m" => TimeSpan.FromMinutes(1), "1h" => TimeSpan.FromHours(1), null or "1d" => TimeSpan.FromDays(1), _ => TimeSpan.Zero };
        if (width == TimeSpan.Zero || !long.TryParse(parameters["start_time"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var start))
            return FakeAnswers.Error(HttpStatusCode.BadRequest, "invalid_request_error", "'start_time' and a 'bucket_width' of 1m, 1h or 1d are required.", "start_time");

        var most = width == TimeSpan.FromMinutes(1) ? 1_440 : width == TimeSpan.FromHours(1) ? 168 : 31;
        var limit = int.TryParse(parameters["limit"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, most) : most;
        var first = long.TryParse(parameters["page"].FirstOrDefault()?.Split('_')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var cursor) ? cursor : start;
        var from = DateTimeOffset.FromUnixTimeSeconds(first - (first % (long)width.TotalSeconds));
        var end = Min(from + (width * limit), now);
        var visible = fault is FaultMode.EmptyBuckets ? [] : _usage.Where(usage => usage.Endpoint == endpoint && usage.VisibleAt <= now && usage.From < end && usage.To > from).ToList();
        return FakeAnswers.Json(HttpStatusCode.OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "page");
            json.WriteStartArray("data");
            for (var bucket = from; bucket < end; bucket += width)
                WriteBucket(json, name, visible, bucket, Min(bucket + width, now), bucket + width);

            json.WriteEndArray();
            json.WriteBoolean("has_more", end < now);
            json.WriteString("next_page", end < now ? $"page_{end.ToUnixTimeSeconds()}" : null);
            json.WriteEndObject();
        });
    }

    private static void WriteBucket(Utf8JsonWriter json, string name, List<SteadyUsage> visible, DateTimeOffset from, DateTimeOffset elapsed, DateTimeOffset end)
    {
        json.WriteStartObject();
        json.WriteString("object", "bucket");
        json.WriteNumber("start_time", from.ToUnixTimeSeconds());
        json.WriteNumber("end_time", end.ToUnixTimeSeconds());
        json.WriteStartArray("results");
        foreach (var usage in visible.Where(usage => usage.From < elapsed && usage.To > from))
        {
            var (requests, tokens) = (Whole(usage, usage.RequestsPerHour, elapsed) - Whole(usage, usage.RequestsPerHour, from), Whole(usage, usage.InputTokensPerHour, elapsed) - Whole(usage, usage.InputTokensPerHour, from));
            if (requests == 0 && tokens == 0)
                continue;

            json.WriteStartObject();
            json.WriteString("object", $"organization.usage.{name}.result");
            WriteMeasure(json, usage.Endpoint, requests, tokens);
            json.WriteNumber("num_model_requests", requests);
            json.WriteString("project_id", usage.Project);
            json.WriteNull("user_id");
            json.WriteString("api_key_id", usage.ApiKey);
            json.WriteString("model", usage.Model);
            if (usage.Endpoint is null)
                json.WriteNull("batch");

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Where a life tells no measure of its own, each call is one of them.</summary>
    private static void WriteMeasure(Utf8JsonWriter json, UsageEndpoint? endpoint, long requests, long tokens)
    {
        json.WriteNumber(endpoint switch { UsageEndpoint.Images => "images", UsageEndpoint.AudioSpeeches => "characters", UsageEndpoint.AudioTranscriptions => "seconds", _ => "input_tokens" },
            endpoint is UsageEndpoint.Images or UsageEndpoint.AudioSpeeches or UsageEndpoint.AudioTranscriptions ? requests : tokens);
        if (endpoint is null)
            json.WriteNumber("output_tokens", 0);
    }

    /// <summary>Whole ones that have happened by an instant.</summary>
    private static long Whole(SteadyUsage usage, decimal perHour, DateTimeOffset at)
    {
        var elapsed = Min(at, usage.To) - usage.From;
        return elapsed <= TimeSpan.Zero ? 0 : (long)decimal.Floor(perHour * elapsed.Ticks / TimeSpan.TicksPerHour);
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
