using System.Globalization;
using System.Text.Json;
using Azure;

namespace CreditMonitor.DataTables;

/// <summary>Rows as the service writes them: types that JSON has as they are, the others as annotated strings.</summary>
internal static class EntityJson
{
    private const string Annotation = "@odata.type";

    public static void Write(Utf8JsonWriter json, TableEntity entity)
    {
        json.WriteStartObject();
        json.WriteString("PartitionKey", entity.PartitionKey);
        json.WriteString("RowKey", entity.RowKey);
        foreach (var (name, value) in (IEnumerable<KeyValuePair<string, object?>>)entity)
        {
            if (!TableEntity.IsSystem(name) && value is not null)
            {
                WriteProperty(json, name, value);
            }
        }

        json.WriteEndObject();
    }

    /// <exception cref="JsonException">The body is no page of rows.</exception>
    public static List<TableEntity> ReadPage(BinaryData body)
    {
        using var page = JsonDocument.Parse(body);
        return page.RootElement.ValueKind is JsonValueKind.Object && page.RootElement.TryGetProperty("value", out var rows) && rows.ValueKind is JsonValueKind.Array
            ? [.. rows.EnumerateArray().Select(Read)]
            : throw new JsonException("The answer has no rows in it.");
    }

    private static void WriteProperty(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case byte[] bytes:
                json.WriteString(name + Annotation, "Edm.Binary");
                json.WriteBase64String(name, bytes);
                break;
            default:
                var (type, written) = Annotated(name, value);
                json.WriteString(name + Annotation, type);
                json.WriteString(name, written);
                break;
        }
    }

    private static (string Type, string Text) Annotated(string name, object value) => value switch
    {
        long number => ("Edm.Int64", number.ToString(CultureInfo.InvariantCulture)),
        double number => ("Edm.Double", number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset at => ("Edm.DateTime", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        Guid id => ("Edm.Guid", id.ToString()),
        _ => throw new NotSupportedException($"Property {name} is of type {value.GetType().Name}, which a table does not store."),
    };

    private static TableEntity Read(JsonElement row)
    {
        var entity = new TableEntity();
        foreach (var property in row.EnumerateObject().Where(property => !property.Name.EndsWith(Annotation, StringComparison.Ordinal)))
        {
            if (property.Name == TableEntity.ETagName)
            {
                entity.ETag = new ETag(property.Value.GetString()!);
            }
            else if (!property.Name.StartsWith("odata.", StringComparison.Ordinal))
            {
                var type = property.Name is TableEntity.TimestampName ? "Edm.DateTime" : row.TryGetProperty(property.Name + Annotation, out var annotation) ? annotation.GetString() : null;
                entity[property.Name] = Value(property.Value, type);
            }
        }

        return entity;
    }

    private static object? Value(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Null, _) => null,
        (JsonValueKind.True or JsonValueKind.False, _) => value.GetBoolean(),
        (JsonValueKind.Number, null) when value.TryGetInt32(out var number) => number,
        (JsonValueKind.Number, _) => value.GetDouble(),
        (_, "Edm.Binary") => value.GetBytesFromBase64(),
        (_, "Edm.Int64") => long.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (_, "Edm.Double") => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        (_, "Edm.DateTime") => value.GetDateTimeOffset(),
        (_, "Edm.Guid") => value.GetGuid(),
        _ => value.GetString(),
    };
}
