using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;
using CreditMonitor.Http.Access;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Api;

/// <summary>What the description says of one operation. What it says of callers and bodies is also what they are held to, so that neither can be said alone.</summary>
/// <param name="Id">Unique; client generators name their methods by it.</param>
/// <param name="Scope">Null: anybody may call.</param>
internal sealed record ApiOperation(string Id, string Summary, AccessScope? Scope)
{
    public ImmutableArray<ApiParameter> Query { get; init; } = [];

    /// <summary>Null: nothing is sent.</summary>
    public ApiBody? Body { get; init; }

    public ApiAnswer Answer { get; init; } = ApiAnswer.Nothing;

    /// <summary>The same body with 503: figures that nobody should rely on.</summary>
    public bool AnswersWhenUnwell { get; init; }

    /// <summary>Answered without the store, so that its failure is no answer.</summary>
    public bool NeedsNoStore { get; init; }

    /// <summary>Carries an entity tag and answers 304 to one that still holds.</summary>
    public bool Tagged { get; init; }
}

/// <param name="Schema">JSON Schema, as text.</param>
/// <param name="Example">JSON, as text.</param>
internal sealed record ApiParameter(string Name, string Means, string Schema, string Example);

/// <param name="Schema">JSON Schema, as text.</param>
/// <param name="Example">The body itself, of the first type.</param>
/// <param name="Types">Media types, the first as the example is sent. Empty: whatever is sent is looked at.</param>
internal sealed record ApiBody(string Means, string Schema, string Example, ImmutableArray<string> Types, bool Required = true)
{
    /// <summary>curl sends its <c>-d</c> as a form unless told otherwise; that and plain text are taken for the JSON that they hold.</summary>
    public static readonly ImmutableArray<string> Json = ["application/json", "text/json", "text/plain", "application/x-www-form-urlencoded"];

    public bool Takes(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        && (Types.IsEmpty || request.ContentType is null || (MediaTypeHeaderValue.TryParse(request.ContentType, out var sent) && sent.MediaType is { } type
            && (Types.Contains(type, StringComparer.OrdinalIgnoreCase) || (type.EndsWith("+json", StringComparison.OrdinalIgnoreCase) && Types.Contains("application/json")))));
}

/// <param name="Type">How a JSON body is written; null for another media type, or for none.</param>
/// <param name="MediaType">Null: no body.</param>
internal sealed record ApiAnswer(int Status, string Means, JsonTypeInfo? Type, string? MediaType)
{
    public static readonly ApiAnswer Nothing = new(StatusCodes.Status204NoContent, "Kept.", null, null);

    public static ApiAnswer Json(string means, JsonTypeInfo type, int status = StatusCodes.Status200OK) => new(status, means, type, "application/json");

    public static ApiAnswer Text(string means, string mediaType) => new(StatusCodes.Status200OK, means, null, mediaType);
}

internal static class ApiOffer
{
    public static TBuilder Offer<TBuilder>(this TBuilder endpoint, ApiOperation operation)
        where TBuilder : IEndpointConventionBuilder
    {
        if (operation.Scope is { } scope)
        {
            endpoint.RequireAccess(scope);
        }

        if (operation.Body is { } body)
        {
            endpoint.AddEndpointFilter(async (invocation, next) => body.Takes(invocation.HttpContext.Request) ? await next(invocation) : ApiProblem.OtherType(body));
        }

        return endpoint.WithMetadata(operation);
    }
}
