using Azure;

namespace CreditMonitor.DataTables;

public interface ITableEntity
{
    string PartitionKey { get; set; }

    string RowKey { get; set; }

    /// <summary>When the service last wrote it; null before it was stored.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The stored version; default before it was stored.</summary>
    ETag ETag { get; set; }
}
