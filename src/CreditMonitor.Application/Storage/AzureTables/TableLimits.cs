using Azure.Data.Tables;

namespace CreditMonitor.Storage.AzureTables;

/// <summary>What Azure refuses of a transaction, some of which an emulator takes: checked here, above whichever client submits it.</summary>
internal static class TableLimits
{
    /// <summary>Own properties of a row, beside its keys and timestamp.</summary>
    public const int Properties = 252;

    public const int PropertyNameCharacters = 255;

    /// <summary>Of a text or binary property; a text counts two bytes a character.</summary>
    public const int PropertyBytes = 64 * 1024;

    public const int EntityBytes = 1024 * 1024;

    /// <exception cref="ArgumentException">A bug: the caller built a transaction that Azure refuses.</exception>
    public static void Check(IReadOnlyList<TableTransactionAction> actions)
    {
        Demand(actions.Count is > 0 and <= StoreLimits.BatchOperations, $"A transaction has 1 to {StoreLimits.BatchOperations} operations, not {actions.Count}.");
        Demand(actions.DistinctBy(action => action.Entity.PartitionKey, StringComparer.Ordinal).Count() == 1, "A transaction stays in one partition.");
        Demand(actions.DistinctBy(action => action.Entity.RowKey, StringComparer.Ordinal).Count() == actions.Count, "A transaction names each row once.");
        foreach (var action in actions)
        {
            StoreLimits.CheckKey(action.Entity.PartitionKey);
            StoreLimits.CheckKey(action.Entity.RowKey);
            CheckProperties((TableEntity)action.Entity);
        }

        var bytes = actions.Sum(EncodedBytes);
        Demand(bytes <= StoreLimits.BatchBytes, $"A transaction has at most {StoreLimits.BatchBytes:N0} bytes as it is sent, not {bytes:N0}.");
    }

    private static void CheckProperties(TableEntity entity)
    {
        var properties = Own(entity).ToList();
        Demand(properties.Count <= Properties, $"A row has at most {Properties} properties, not {properties.Count}.");
        foreach (var (name, value) in properties)
        {
            Demand(name.Length <= PropertyNameCharacters, $"A property's name has at most {PropertyNameCharacters} characters.");
            Demand(Size(value) <= PropertyBytes, $"Property {name} has {Size(value):N0} bytes, more than {PropertyBytes:N0}.");
        }

        // The service's own formula: https://learn.microsoft.com/azure/storage/tables/table-storage-design (entity size).
        var bytes = 4 + (2 * (entity.PartitionKey.Length + entity.RowKey.Length)) + properties.Sum(property => 8 + (2 * property.Key.Length) + Size(property.Value));
        Demand(bytes <= EntityBytes, $"A row has at most {EntityBytes:N0} bytes, not {bytes:N0}.");
    }

    /// <summary>At least what the operation takes in the request; a text may be escaped to six bytes a character.</summary>
    private static int EncodedBytes(TableTransactionAction action) =>
        StoreLimits.EnvelopeBytes(action.Entity.PartitionKey, action.Entity.RowKey)
        + Own((TableEntity)action.Entity).Sum(property => (2 * property.Key.Length) + 40 + (property.Value is byte[] bytes ? StoreLimits.Base64Bytes(bytes.Length) : 3 * Size(property.Value)));

    private static int Size(object? value) => value switch
    {
        byte[] bytes => bytes.Length,
        string text => 2 * text.Length,
        null => 0,
        _ => 16,
    };

    private static IEnumerable<KeyValuePair<string, object?>> Own(TableEntity entity) => ((IEnumerable<KeyValuePair<string, object?>>)entity)
        .Where(property => property.Key is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"));

    private static void Demand(bool kept, string otherwise)
    {
        if (!kept)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
