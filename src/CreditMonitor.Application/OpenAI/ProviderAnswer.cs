using System.Net;
using System.Text.Json;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>What came back for one request, before anybody looked into it.</summary>
/// <param name="Whole">False: the body was longer than it may be, and its rest was not read.</param>
internal sealed record ProviderAnswer(Question Question, HttpStatusCode Status, byte[] Body, bool Whole, TimeSpan? RetryAfter)
{
    // A name that stands twice in an object has no single meaning, and one of the two could be an amount.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The body as JSON when the provider said 200; every other status is a failure with its reason.</summary>
    public Reading<JsonDocument> ToJson() => (int)Status switch
    {
        200 when !Whole => Question.Unavailable<JsonDocument>($"{Question.Host} sent more than {Body.Length / 1024:N0} KiB and did not come to an end"),
        200 => Parse(),
        429 when !ProviderRefusal.NeedsAPerson(Error().Cause) => Question.Unavailable<JsonDocument>($"{Question.Host} asks to slow down (HTTP 429{Said()})", RetryAfter),
        408 or 425 or >= 500 => Question.Unavailable<JsonDocument>($"{Question.Host} failed (HTTP {(int)Status}{Said()})", RetryAfter),
        < 300 => Question.NotDescribed<JsonDocument>($"HTTP {(int)Status}"),
        _ => Question.Denied<JsonDocument>(ProviderRefusal.Reason(this), ProviderRefusal.Advice(this)),
    };

    /// <summary>What is read out of the body, which must be a JSON object.</summary>
    public Reading<T> Read<T>(Func<JsonElement, Reading<T>> parse) => ToJson().Then(json =>
    {
        using (json)
            return Question.Parse(json.RootElement, parse);
    });

    /// <summary>The error envelope; empty when the body holds none.</summary>
    public ProviderError Error()
    {
        if (!Whole || TryParse() is not { } document)
            return ProviderError.ReadPage(Body);

        using (document)
            return ProviderError.Read(document.RootElement, Question.Access.AdminKey);
    }

    private string Said() => Error().Message is { Length: > 0 } message ? $": {message}" : "";

    private Reading<JsonDocument> Parse() => TryParse() is { } document
        ? new Reading<JsonDocument>.Ok(document)
        : Question.NotDescribed<JsonDocument>("it is no JSON, or only the beginning of it");

    private JsonDocument? TryParse()
    {
        try
        {
            return JsonDocument.Parse(Body, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A name that is not Unicode.
            return null;
        }
    }
}
