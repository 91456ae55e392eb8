using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SendGrid;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>An answer of SendGrid, its words made fit to be shown.</summary>
/// <param name="MessageId">SendGrid's own id of the mail (<c>X-Message-Id</c>); it is not always there.</param>
/// <param name="Errors">Each error as <c>field: message</c>, bounded, without addresses and keys.</param>
/// <param name="Patience">How long SendGrid asked us to wait; null when it did not.</param>
internal sealed record SendGridAnswer(HttpStatusCode Status, string? MessageId, ImmutableArray<string> Errors, TimeSpan? Patience)
{
    private const int MostErrors = 3;
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(1);

    /// <summary>Longer would silence the monitor on the word of one header.</summary>
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(6);

    /// <summary>An answer of 401 means the key, or that the account's own quota is used up; only the words tell them apart.</summary>
    public bool IsQuota => Errors.Any(error => error.Contains("credits exceeded", StringComparison.OrdinalIgnoreCase));

    /// <summary>The status and what SendGrid says about it.</summary>
    public string Said => $"{(int)Status}{(Errors.IsEmpty ? "" : $" ({string.Join("; ", Errors)})")}";

    public static async Task<SendGridAnswer> ReadAsync(Response response, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var body = response.Body;
        var id = response.Headers.TryGetValues("X-Message-Id", out var ids) ? SendGridText.Quote(ids.First()) : null;
        return new SendGridAnswer(response.StatusCode, id, ErrorsOf(await body.ReadAsByteArrayAsync(cancellationToken)), PatienceOf(response.Headers, now));
    }

    /// <summary><c>{"errors":[{"message":…,"field":…}]}</c>; whatever is not that says nothing.</summary>
    private static ImmutableArray<string> ErrorsOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Array
                ? [.. errors.EnumerateArray().Take(MostErrors).Select(ErrorOf).OfType<string>()]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string? ErrorOf(JsonElement error)
    {
        if (error.ValueKind is not JsonValueKind.Object || Text("message") is not { } message)
        {
            return null;
        }

        return SendGridText.Quote(Text("field") is { } field ? $"{field}: {message}" : message);

        string? Text(string name) => error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>Whichever of <c>X-RateLimit-Reset</c> (unix seconds) and <c>Retry-After</c> is later.</summary>
    private static TimeSpan? PatienceOf(HttpResponseHeaders headers, DateTimeOffset now)
    {
        var reset = headers.TryGetValues("X-RateLimit-Reset", out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds - now.ToUnixTimeSeconds(), 0, (long)LongestPatience.TotalSeconds))
            : (TimeSpan?)null;
        var after = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - now;
        var asked = reset is null || after > reset ? after : reset;
        return asked is null ? null : TimeSpan.FromTicks(Math.Clamp(asked.Value.Ticks, ShortestPatience.Ticks, LongestPatience.Ticks));
    }
}
