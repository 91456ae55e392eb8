using System.Collections;
using Azure;

namespace CreditMonitor.DataTables;

/// <summary>A row with typed properties: string, <see cref="int"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateTimeOffset"/>,
/// <see cref="Guid"/> and byte array, which are the types of a table.</summary>
/// <remarks>Enumerates its keys, ETag and timestamp among its properties, as the official type does.</remarks>
public sealed class TableEntity : ITableEntity, IEnumerable<KeyValuePair<string, object?>>
{
    private const string PartitionKeyName = "PartitionKey";
    private const string RowKeyName = "RowKey";
    internal const string TimestampName = "Timestamp";
    internal const string ETagName = "odata.etag";

    private readonly Dictionary<string, object?> properties = new(StringComparer.Ordinal);

    public TableEntity()
    {
    }

    public TableEntity(string partitionKey, string rowKey)
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    public string PartitionKey
    {
        get => GetString(PartitionKeyName)!;
        set => properties[PartitionKeyName] = value;
    }

    public string RowKey
    {
        get => GetString(RowKeyName)!;
        set => properties[RowKeyName] = value;
    }

    public DateTimeOffset? Timestamp
    {
        get => properties.GetValueOrDefault(TimestampName) as DateTimeOffset?;
        set => properties[TimestampName] = value;
    }

    public ETag ETag
    {
        get => properties.GetValueOrDefault(ETagName) is string etag ? new ETag(etag) : default;
        set => properties[ETagName] = value.ToString();
    }

    /// <summary>Null for a property that is not there: a table stores no null.</summary>
    public object? this[string key]
    {
        get => properties.GetValueOrDefault(key);
        set => properties[key] = value;
    }

    /// <exception cref="InvalidOperationException">The property has another type.</exception>
    public string? GetString(string key) => Get<string>(key);

    /// <inheritdoc cref="GetString"/>
    public byte[]? GetBinary(string key) => Get<byte[]>(key);

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => properties.GetEnumerator();

    internal static bool IsSystem(string name) => name is PartitionKeyName or RowKeyName or TimestampName or ETagName;

    private T? Get<T>(string key)
        where T : class => properties.GetValueOrDefault(key) switch
        {
            null => null,
            T value => value,
            var other => throw new InvalidOperationException($"Property {key} is of type {other.GetType().Name}, not {typeof(T).Name}."),
        };
}
