using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace CreditMonitor.Storage.AzureTables;

/// <summary>Rows in one Azure table.</summary>
/// <remarks>Azure.Core sends a request again when its answer is lost, so a batch may meet its own rows. Each row therefore bears the mark of the batch that wrote it
/// last, and a batch that is refused looks for its own before it says that somebody else was first.</remarks>
public sealed class TableRowStore : IRowStore
{
    /// <summary>What the template declares.</summary>
    public const string TableName = "creditmonitor";

    /// <summary>For one read or batch with all its attempts, whatever delay the service asks for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string MarkProperty = "Batch";
    private const int PageRows = 1000;

    /// <summary>Rows looked at for a batch's own mark: another writer may have changed some of them since.</summary>
    private const int MarksRead = 3;

    private static readonly string[] Chunks = [.. Enumerable.Range(0, StoreLimits.RowBytes / StoreLimits.ChunkBytes).Select(n => $"C{n:00}")];

    private readonly TableClient table;
    private readonly TimeProvider clock;

    /// <param name="clock">Measures <see cref="Patience"/>.</param>
    public TableRowStore(TableServiceClient service, TimeProvider? clock = null, string tableName = TableName)
    {
        table = service.GetTableClient(tableName);
        this.clock = clock ?? TimeProvider.System;
    }

    public string Description => $"Azure table {table.Name} at {table.Uri.GetLeftPart(UriPartial.Authority)}";

    /// <summary>Short time-outs and few attempts: whoever asked waits, and polls come again.</summary>
    public static TableClientOptions Options() => new()
    {
        Retry = { MaxRetries = 3, Mode = RetryMode.Exponential, Delay = TimeSpan.FromSeconds(0.5), MaxDelay = TimeSpan.FromSeconds(5), NetworkTimeout = TimeSpan.FromSeconds(15) },
        Diagnostics = { IsLoggingContentEnabled = false, ApplicationId = "credit-monitor" },
    };

    /// <summary>The template declares the table, and an identity that may not make one is fine where it is: it is made only when it is missing.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => GuardAsync(async patience =>
    {
        try
        {
            await ReadMarkAsync("writable", "at", patience);
        }
        catch (RequestFailedException e) when (TableFailure.CodeOf(e) == TableErrorCode.TableNotFound.ToString())
        {
            await table.CreateIfNotExistsAsync(patience);
        }

        await table.SubmitTransactionAsync([Action("writable", new RowChange.Put("at", ReadOnlyMemory<byte>.Empty), NewMark())], patience);
        return true;
    }, cancellationToken);

    public async Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken) =>
        limit is <= 0 ? [] : await GuardAsync(patience => ReadAsync(partition, from, to, limit, patience), cancellationToken);

    public Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken)
    {
        var mark = NewMark();
        var actions = changes.Select(change => Action(partition, change, mark)).ToList();
        TableLimits.Check(actions);
        return GuardAsync(async patience =>
        {
            try
            {
                var answers = (await table.SubmitTransactionAsync(actions, patience)).Value;
                return answers.Count == actions.Count
                    ? true : throw new InvalidDataException($"A batch of {actions.Count} operations had {answers.Count} answers.");
            }
            catch (TableTransactionFailedException e) when (IsConflict(e))
            {
                return await WasOwnAsync(actions, e.FailedTransactionActionIndex, mark, patience);
            }
        }, cancellationToken);
    }

    private async Task<ImmutableArray<StoredRow>> ReadAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken)
    {
        var filter = $"PartitionKey eq {Quoted(partition)} and RowKey ge {Quoted(from)} and RowKey lt {Quoted(to)}";
        var found = ImmutableArray.CreateBuilder<StoredRow>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, Math.Min(limit ?? PageRows, PageRows), null, cancellationToken))
        {
            found.Add(new StoredRow(partition, row.RowKey, row.ETag.ToString(), Content(row)));
            if (found.Count == limit)
            {
                break;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Whether an earlier attempt of the same batch was stored: then its rows, all of them, bear its mark.</summary>
    private async Task<bool> WasOwnAsync(List<TableTransactionAction> actions, int? refused, string mark, CancellationToken cancellationToken)
    {
        // The refused row first; then those that others change least.
        var looked = actions
            .Where(action => action.ActionType is not TableTransactionActionType.Delete)
            .OrderBy(action => refused is { } index && index < actions.Count && ReferenceEquals(action, actions[index]) ? -1 : (int)action.ActionType)
            .Take(MarksRead);
        foreach (var action in looked)
        {
            if (await ReadMarkAsync(action.Entity.PartitionKey, action.Entity.RowKey, cancellationToken) == mark)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<string?> ReadMarkAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var filter = $"PartitionKey eq {Quoted(partition)} and RowKey eq {Quoted(key)}";
        await foreach (var row in table.QueryAsync<TableEntity>(filter, 1, [MarkProperty], cancellationToken))
        {
            return row.GetString(MarkProperty);
        }

        return null;
    }

    private static string NewMark() => Guid.NewGuid().ToString("N");

    private static TableTransactionAction Action(string partition, RowChange change, string mark) => change switch
    {
        RowChange.Insert(var key, var content) => new(TableTransactionActionType.Add, Row(partition, key, content, mark), default),
        RowChange.Put(var key, var content) => new(TableTransactionActionType.UpsertReplace, Row(partition, key, content, mark), default),
        RowChange.Replace(var key, var content, var etag) => new(TableTransactionActionType.UpdateReplace, Row(partition, key, content, mark), new ETag(etag)),
        RowChange.Delete(var key, { } etag) => new(TableTransactionActionType.Delete, new TableEntity(partition, key), new ETag(etag)),
        _ => new(TableTransactionActionType.Delete, new TableEntity(partition, change.Key), ETag.All),
    };

    private static TableEntity Row(string partition, string key, ReadOnlyMemory<byte> content, string mark)
    {
        var row = new TableEntity(partition, key) { [MarkProperty] = mark };
        for (var at = 0; at < content.Length; at += StoreLimits.ChunkBytes)
        {
            row[Chunks[at / StoreLimits.ChunkBytes]] = content.Slice(at, Math.Min(StoreLimits.ChunkBytes, content.Length - at)).ToArray();
        }

        return row;
    }

    private static ReadOnlyMemory<byte> Content(TableEntity row)
    {
        var chunks = Chunks.Select(row.GetBinary).OfType<byte[]>().ToList();
        if (chunks is [var only])
        {
            return only;
        }

        var content = new byte[chunks.Sum(chunk => chunk.Length)];
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(content, at);
            at += chunk.Length;
        }

        return content;
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsConflict(TableTransactionFailedException e) => e.Status switch
    {
        409 => TableFailure.CodeOf(e) != TableErrorCode.TableBeingDeleted.ToString(),
        412 => true,
        404 => TableFailure.CodeOf(e) != TableErrorCode.TableNotFound.ToString(),
        _ => false,
    };

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await work(either.Token);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or AuthenticationFailedException
                or JsonException or FormatException or InvalidOperationException or IOException or InvalidDataException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new StoreException($"The {Description} cannot be used: {TableFailure.Cause(e)}", e);
        }
    }
}
