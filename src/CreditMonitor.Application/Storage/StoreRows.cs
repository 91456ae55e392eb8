using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Storage;

/// <summary>The organization's head: the one row that guards every commit, and names the months that count.</summary>
/// <param name="Version">Of this layout. A newer one than this program knows is refused, not guessed at.</param>
internal sealed record HeadRow(
    int Version,
    string? LastPollId,
    CostSource Costs,
    SourceState Projects,
    SourceState SpendLimit,
    ImmutableArray<Project> KnownProjects,
    SpendLimit? KnownSpendLimit,
    ImmutableSortedDictionary<string, string> Months,
    Believed? Believed = null,
    ImmutableArray<Correction> Corrections = default,
    SourceState? AuditLog = null,
    ImmutableArray<KeyEvent> KeyEvents = default,
    SourceState? UsageSource = null,
    ImmutableArray<ExpiryDate> Calendar = default,
    AdminKeyEnd? AdminKey = null,
    ImmutableArray<DayShares>? Shares = null,
    RunningDay? Running = null);

/// <summary>All of a head that every layout has.</summary>
internal sealed record LayoutMark(int Version);

/// <summary>What changes at every look at usage.</summary>
internal sealed record UsageRecentRow(DateTimeOffset? Since, DateTimeOffset? Through, ImmutableArray<UsageSlot> Recent, ImmutableSortedDictionary<string, ConsumerActivity> Consumers,
    CallCount? Calls = null, ImmutableArray<EndpointUsage> Others = default);

/// <summary>What changes once an hour: tokens by whole hour, as Unix hours.</summary>
internal sealed record UsagePastRow(ImmutableSortedDictionary<long, long> Hours);

internal sealed record MonthRow(ImmutableArray<DayCost> Days);

/// <summary>Rows of what was gathered that a digest has counted and that are still to be removed.</summary>
internal sealed record CountedRow(ImmutableArray<string> Keys);

internal sealed record DeliveredRow(OutboxMessage Message, DateTimeOffset DeliveredAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(UsdJsonConverter)])]
[JsonSerializable(typeof(HeadRow))]
[JsonSerializable(typeof(LayoutMark))]
[JsonSerializable(typeof(CountedRow))]
[JsonSerializable(typeof(MonthRow))]
[JsonSerializable(typeof(CostGaps))]
[JsonSerializable(typeof(AlertState))]
[JsonSerializable(typeof(OutboxMessage))]
[JsonSerializable(typeof(DeliveredRow))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(OrganizationStatus))]
[JsonSerializable(typeof(MailStanding))]
[JsonSerializable(typeof(OrganizationFault))]
[JsonSerializable(typeof(CostDay))]
[JsonSerializable(typeof(FactPage))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(UsageRecentRow))]
[JsonSerializable(typeof(UsagePastRow))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(MailDelivery))]
internal sealed partial class StoreJson : JsonSerializerContext;

/// <summary>Money in stored rows is the exact decimal as a string.</summary>
internal sealed class UsdJsonConverter : JsonConverter<Usd>
{
    public override Usd Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        AmountText.TryRead(reader.GetString(), out var amount, out _, out var error) ? amount : throw new JsonException($"An amount {error}.");

    public override void Write(Utf8JsonWriter writer, Usd value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToExactString());
}

/// <summary>Rows to bytes and back. What grows large (a day's rows by project and line item) is compressed.</summary>
internal static class StoreCodec
{
    public static byte[] Pack<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    /// <exception cref="DamagedRowException">The row does not hold such a value.</exception>
    public static T Unpack<T>(StoredRow row, JsonTypeInfo<T> type) =>
        Guarded(row, () => JsonSerializer.Deserialize(row.Content.Span, type) ?? throw new JsonException("A row is empty."));

    public static byte[] Compress(CostDay day)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            JsonSerializer.Serialize(brotli, day, StoreJson.Default.CostDay);
        }

        return packed.ToArray();
    }

    /// <exception cref="DamagedRowException">The row does not hold a day's rows.</exception>
    public static CostDay Decompress(StoredRow row) => UnpackCompressed(row, StoreJson.Default.CostDay);

    /// <exception cref="DamagedRowException">The row does not hold such a value, compressed.</exception>
    public static T UnpackCompressed<T>(StoredRow row, JsonTypeInfo<T> type) => Guarded(row, () =>
    {
        using var brotli = new BrotliStream(new MemoryStream(row.Content.ToArray()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(brotli, type) ?? throw new JsonException("A row is empty.");
    });

    /// <summary>Whatever a reader of bytes says of bytes that this program never wrote becomes one sentence that names the row and whose it is.</summary>
    public static T Guarded<T>(StoredRow row, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or IOException or InvalidDataException or ArgumentException
            or ArithmeticException or InvalidOperationException or NotSupportedException or NullReferenceException)
        {
            throw new DamagedRowException(StoreKeys.OwnerOf(row.Partition), row.Key, e);
        }
    }

    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content))[..16];
}
