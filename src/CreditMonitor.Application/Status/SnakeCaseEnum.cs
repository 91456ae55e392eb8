using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreditMonitor.Status;

/// <summary>Enum values as contracts write them: <c>credit_expiring</c>.</summary>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
