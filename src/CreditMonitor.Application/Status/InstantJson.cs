using System.Text.Json;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <summary>Instants as contracts write them: UTC with <c>Z</c>.</summary>
internal sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        InstantText.TryRead(reader.GetString(), out var instant) ? instant : throw new JsonException("Expected an instant such as 2026-03-01T00:00:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(InstantText.Format(value));
}
