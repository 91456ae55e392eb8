using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Api.OpenApi;

/// <summary>The API's description (OpenAPI 3.1), made of what its endpoints are mapped with.</summary>
/// <param name="baseUrl">Where the API is served; null: where the document was fetched.</param>
internal sealed class OpenApiDocument(JsonSchemas schemas, Uri? baseUrl)
{
    private const string Errors = "#/components/schemas/Problem";

    private readonly JsonObject _schemas = new() { ["Problem"] = JsonNode.Parse(ProblemSchema) };

    private const string ProblemSchema = """
        {"type":"object","description":"Problem details (RFC 9457).","required":["title","status","detail"],"properties":{
        "type":{"type":"string"},"title":{"type":"string","description":"What to file it under."},"status":{"type":"integer"},
        "detail":{"type":"string","description":"One sentence: what, where, what to do."}}}
        """;

    public JsonObject Write(IEnumerable<Endpoint> endpoints)
    {
        var paths = new JsonObject();
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>().OrderBy(endpoint => endpoint.RoutePattern.RawText, StringComparer.Ordinal))
        {
            if (endpoint.Metadata.GetMetadata<ApiOperation>() is { } operation)
            {
                var path = "/" + endpoint.RoutePattern.RawText!.Trim('/');
                var item = paths[path] as JsonObject ?? (JsonObject)(paths[path] = new JsonObject());
                item[endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant()] = OperationOf(endpoint, operation);
            }
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Credit Monitor",
                ["version"] = typeof(OpenApiDocument).Assembly.GetName().Version!.ToString(3),
                ["description"] = "Prepaid OpenAI credit: what is left, what will lapse, what was told. Money is in US dollars unless a currency stands beside it; instants are RFC 3339 in UTC, days are UTC days; null is unknown. Errors are problem details.",
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = baseUrl?.ToString().TrimEnd('/') ?? "/" }),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = _schemas, ["securitySchemes"] = JsonNode.Parse(SecuritySchemes) },
        };
    }

    private const string SecuritySchemes = """
        {"key":{"type":"apiKey","in":"header","name":"x-functions-key","description":"A configured access key. A key of scope read calls what only reads."},
        "bearer":{"type":"http","scheme":"bearer","description":"The same key as a bearer token."}}
        """;

    private JsonObject OperationOf(RouteEndpoint endpoint, ApiOperation operation)
    {
        var described = new JsonObject { ["operationId"] = operation.Id, ["summary"] = operation.Summary, ["security"] = SecurityOf(operation.Scope) };
        var parameters = new JsonArray([.. endpoint.RoutePattern.Parameters.Select(part => (JsonNode)PathParameter(part.Name)), .. operation.Query.Select(QueryParameter)]);
        if (parameters.Count > 0)
        {
            described["parameters"] = parameters;
        }

        if (operation.Body is { } body)
        {
            described["requestBody"] = BodyOf(body);
        }

        described["responses"] = AnswersOf(endpoint, operation);
        return described;
    }

    private static JsonArray SecurityOf(AccessScope? scope)
    {
        if (scope is null)
        {
            return [];
        }

        var role = scope == AccessScope.Read ? "read" : "write";
        return new JsonArray(new JsonObject { ["key"] = new JsonArray(role) }, new JsonObject { ["bearer"] = new JsonArray(role) });
    }

    private static JsonObject PathParameter(string name) => new JsonObject
    {
        ["name"] = name,
        ["in"] = "path",
        ["required"] = true,
        ["schema"] = new JsonObject { ["type"] = "string" },
        ["description"] = name switch { "org" => "The organization's configured Id.", "key" => "The alert's key.", _ => "The id that the list gives." },
    };

    private static JsonObject QueryParameter(ApiParameter parameter)
    {
        var described = new JsonObject { ["name"] = parameter.Name, ["in"] = "query", ["description"] = parameter.Means, ["schema"] = JsonNode.Parse(parameter.Schema) };
        if (JsonNode.Parse(parameter.Example) is { } example)
        {
            described["example"] = example;
        }

        return described;
    }

    private static JsonObject BodyOf(ApiBody body)
    {
        var content = new JsonObject();
        foreach (var type in body.Types.IsEmpty ? ["text/csv", "application/octet-stream", "multipart/form-data"] : body.Types.Where(type => type is "application/json" or "message/rfc822"))
        {
            var isExample = content.Count == 0;
            content[type] = type is "application/json" ? new JsonObject { ["schema"] = JsonNode.Parse(body.Schema), ["example"] = JsonNode.Parse(body.Example) }
                : isExample ? new JsonObject { ["schema"] = JsonNode.Parse(body.Schema), ["example"] = body.Example } : [];
        }

        return new JsonObject { ["description"] = body.Means, ["required"] = body.Required, ["content"] = content };
    }

    private JsonObject AnswersOf(RouteEndpoint endpoint, ApiOperation operation)
    {
        var answers = new JsonObject { [Code(operation.Answer.Status)] = AnswerOf(operation.Answer) };
        if (operation.Tagged)
        {
            answers["304"] = new JsonObject { ["description"] = "What was sent as If-None-Match still holds." };
        }

        foreach (var (status, means) in ApiErrorsOf.Operation(operation, endpoint.RoutePattern.Parameters.Any(part => part.Name == "org")))
        {
            answers[Code(status)] = Problem(means);
        }

        if (operation.AnswersWhenUnwell)
        {
            var content = (JsonObject)AnswerOf(operation.Answer)["content"]!.DeepClone();
            content["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = Errors } };
            answers["503"] = new JsonObject { ["description"] = "The monitor is blind or its figures are stale, or the store failed.", ["content"] = content };
        }

        return answers;
    }

    private JsonObject AnswerOf(ApiAnswer answer)
    {
        var described = new JsonObject { ["description"] = answer.Means };
        if (answer.MediaType is { } media)
        {
            described["content"] = new JsonObject { [media] = new JsonObject { ["schema"] = answer.Type is { } type ? Reference(type) : new JsonObject { ["type"] = media == "application/json" ? "object" : "string" } } };
        }

        return described;
    }

    private JsonObject Reference(JsonTypeInfo type)
    {
        var name = type.Type.Name.Replace("Body", "", StringComparison.Ordinal);
        if (!_schemas.ContainsKey(name))
        {
            _schemas[name] = schemas.Of(type);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private static JsonObject Problem(string means) => new()
    {
        ["description"] = means,
        ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = Errors } } },
    };

    private static string Code(int status) => status.ToString(CultureInfo.InvariantCulture);
}
