using System.Globalization;
using Azure;
using Azure.Core;
using Response = Azure.Response;

namespace CreditMonitor.DataTables;

/// <summary>A query's pages. The service ends a page after 1000 rows or 5 seconds: a short or empty one with a continuation is not the last.</summary>
internal sealed class TablePages<T>(TableConnection connection, string table, string? filter, int? maxPerPage, IEnumerable<string>? select, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : class, ITableEntity
{
    private const string Accept = "application/json;odata=minimalmetadata";

    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var next = continuationToken;
        do
        {
            using var message = connection.CreateMessage(RequestMethod.Get, $"{table}()", Accept, Query(pageSizeHint ?? maxPerPage, next));
            var answer = await connection.SendAsync(message, 200, CancellationToken);
            next = Continuation(answer);
            yield return Page<T>.FromValues([.. EntityJson.ReadPage(answer.Content).Select(entity => (T)(ITableEntity)entity)], next, answer);
        }
        while (next is not null);
    }

    /// <summary>A continuation is the part of the query that asks for what follows.</summary>
    private static string? Continuation(Response answer)
    {
        if (!answer.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partition))
        {
            return null;
        }

        var next = $"NextPartitionKey={Uri.EscapeDataString(partition)}";
        return answer.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var row) ? $"{next}&NextRowKey={Uri.EscapeDataString(row)}" : next;
    }

    private string Query(int? top, string? next)
    {
        var parts = new List<string>();
        if (filter is not null)
        {
            parts.Add($"$filter={Uri.EscapeDataString(filter)}");
        }

        if (top is { } rows)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"$top={rows}"));
        }

        if (select is not null)
        {
            parts.Add($"$select={Uri.EscapeDataString(string.Join(',', select))}");
        }

        if (next is not null)
        {
            parts.Add(next);
        }

        return string.Join('&', parts);
    }
}
