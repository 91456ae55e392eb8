using System.Globalization;
using Azure;

namespace CreditMonitor.DataTables;

/// <summary>A transaction was refused, and nothing of it was stored.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(requestFailedException.Status, requestFailedException.Message, requestFailedException.ErrorCode, requestFailedException.InnerException)
    {
        FailedTransactionActionIndex = IndexIn(requestFailedException.Message);
    }

    /// <summary>The operation that was refused, from 0; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }

    /// <summary>The service's message begins with it: <c>1:The specified entity already exists.</c></summary>
    private static int? IndexIn(string message) =>
        message.IndexOf(':', StringComparison.Ordinal) is > 0 and < 4 and var colon
        && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
