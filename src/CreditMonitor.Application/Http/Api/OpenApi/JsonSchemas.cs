using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CreditMonitor.Http.Api.OpenApi;

/// <summary>Schemas of bodies, from the very serializer that writes them: what it always writes is required, what it may leave out is not.</summary>
internal sealed class JsonSchemas(DocumentedTypes documented)
{
    public JsonNode Of(JsonTypeInfo type) => type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete });

    private JsonObject Complete(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var completed = type == typeof(DateTimeOffset)
            ? new JsonObject { ["type"] = type == context.TypeInfo.Type ? "string" : new JsonArray("string", "null"), ["format"] = "date-time" }
            : schema as JsonObject ?? [];
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object)
        {
            Describe(completed, documented.SummaryOf(type));
            completed["required"] = new JsonArray([.. context.TypeInfo.Properties.Where(property => !MayBeLeftOut(property)).Select(property => (JsonNode?)property.Name)]);
        }

        if (context.PropertyInfo is { AttributeProvider: MemberInfo member })
        {
            Describe(completed, documented.MeaningOf(member));
        }

        return completed;
    }

    private static bool MayBeLeftOut(JsonPropertyInfo property) =>
        property.IsGetNullable && property.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull
        && property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is not [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.Never }];

    private static void Describe(JsonObject schema, string? text)
    {
        if (text is not null)
        {
            schema["description"] = text;
        }
    }
}
