using System.Text.Json;

namespace CreditMonitor.Functions;

/// <summary>What the Functions host sends to a timer function (<c>facts/azure-functions.md</c> 1.3): PascalCase today, read in any case, unknown members ignored.</summary>
internal static class TimerPayload
{
    /// <summary>A timer's body has some 400 bytes.</summary>
    private const int MaxBytes = 64 * 1024;

    /// <returns>Null when the body says nothing that can be understood: the run is due all the same.</returns>
    public static async Task<TimerInfo?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            return Find(document.RootElement, "Data") is { ValueKind: JsonValueKind.Object } data ? data.EnumerateObject().Select(binding => Read(binding.Value)).FirstOrDefault(timer => timer is not null) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TimerInfo? Read(JsonElement timer) =>
        timer.ValueKind != JsonValueKind.Object ? null
        : new TimerInfo(Status(Find(timer, "ScheduleStatus")), Find(timer, "IsPastDue") is { ValueKind: JsonValueKind.True });

    private static ScheduleStatus? Status(JsonElement? status) =>
        status is not { ValueKind: JsonValueKind.Object } known ? null
        : new ScheduleStatus(Instant(known, "Last"), Instant(known, "Next"), Instant(known, "LastUpdated"));

    /// <summary>The first run ever has no last one: the host then sends the year 1, as for whatever it does not know.</summary>
    private static DateTimeOffset Instant(JsonElement status, string name) =>
        Find(status, name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var instant) ? instant : default;

    private static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
