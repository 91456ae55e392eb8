using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Settings;
using Microsoft.Data.Sqlite;

namespace CreditMonitor.Storage.Sqlite;

/// <summary>Rows in one SQLite file, with the semantics of an Azure table.</summary>
/// <remarks>Write-ahead log with <c>synchronous=NORMAL</c>: a killed process loses nothing that was committed; a power cut may lose the last
/// commits, which then are simply polled again.</remarks>
public sealed class SqliteRowStore : IRowStore
{
    private readonly string path;
    private readonly string connectionString;

    /// <param name="path">Relative to the working directory, or absolute; it and its folder are made where they are missing, for this
    /// user alone.</param>
    public SqliteRowStore(string path)
    {
        this.path = Path.GetFullPath(path);
        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = this.path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            DefaultTimeout = 15,
        }.ToString();
    }

    public string Description => $"SQLite file {path}";

    public Task PrepareAsync(CancellationToken cancellationToken) => GuardAsync(async connection =>
    {
        await ExecuteAsync(connection, "PRAGMA journal_mode=WAL", cancellationToken);
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE IF NOT EXISTS rows(
              partition TEXT NOT NULL, row TEXT NOT NULL, version INTEGER NOT NULL, content BLOB NOT NULL,
              PRIMARY KEY(partition, row)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS writable(at TEXT);
            DELETE FROM writable; INSERT INTO writable VALUES('yes');
            """,
            cancellationToken);
        return true;
    }, cancellationToken);

    public Task<ImmutableArray<StoredRow>> ReadRangeAsync(string partition, string from, string to, int? limit, CancellationToken cancellationToken) =>
        GuardAsync(async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT row, version, content FROM rows WHERE partition = $p AND row >= $from AND row < $to ORDER BY row LIMIT $limit";
            command.Parameters.AddWithValue("$p", partition);
            command.Parameters.AddWithValue("$from", from);
            command.Parameters.AddWithValue("$to", to);
            command.Parameters.AddWithValue("$limit", limit ?? -1);
            var rows = ImmutableArray.CreateBuilder<StoredRow>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new StoredRow(partition, reader.GetString(0), reader.GetInt64(1).ToString(CultureInfo.InvariantCulture), (byte[])reader[2]));
            }

            return rows.ToImmutable();
        }, cancellationToken);

    public Task<bool> SubmitAsync(string partition, IReadOnlyList<RowChange> changes, CancellationToken cancellationToken) =>
        GuardAsync(async connection =>
        {
            await using var transaction = connection.BeginTransaction(deferred: false);
            foreach (var change in changes)
            {
                if (await ApplyAsync(connection, transaction, partition, change, cancellationToken) != 1)
                {
                    await transaction.RollbackAsync(cancellationToken);
                    return false;
                }
            }

            await transaction.CommitAsync(cancellationToken);
            return true;
        }, cancellationToken);

    private static async Task<int> ApplyAsync(SqliteConnection connection, SqliteTransaction transaction, string partition, RowChange change, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$p", partition);
        command.Parameters.AddWithValue("$r", change.Key);
        switch (change)
        {
            case RowChange.Insert(_, var content):
                command.CommandText = "INSERT INTO rows VALUES($p, $r, 1, $c) ON CONFLICT DO NOTHING";
                command.Parameters.AddWithValue("$c", content.ToArray());
                break;
            case RowChange.Put(_, var content):
                command.CommandText = "INSERT INTO rows VALUES($p, $r, 1, $c) ON CONFLICT DO UPDATE SET version = version + 1, content = excluded.content";
                command.Parameters.AddWithValue("$c", content.ToArray());
                break;
            case RowChange.Replace(_, var content, var etag):
                command.CommandText = "UPDATE rows SET version = version + 1, content = $c WHERE partition = $p AND row = $r AND version = $v";
                command.Parameters.AddWithValue("$c", content.ToArray());
                command.Parameters.AddWithValue("$v", long.Parse(etag, CultureInfo.InvariantCulture));
                break;
            case RowChange.Delete(_, { } etag):
                command.CommandText = "DELETE FROM rows WHERE partition = $p AND row = $r AND version = $v";
                command.Parameters.AddWithValue("$v", long.Parse(etag, CultureInfo.InvariantCulture));
                break;
            default:
                command.CommandText = "DELETE FROM rows WHERE partition = $p AND row = $r";
                break;
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<T> GuardAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            OwnFiles.MakeFolder(Path.GetDirectoryName(path)!);
            OwnFiles.MakeEmpty(path);    // the files that SQLite makes beside it take its mode
            await using var connection = new SqliteConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            await ExecuteAsync(connection, "PRAGMA synchronous=NORMAL", cancellationToken);
            return await work(connection);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The {Description} cannot be used: {SqliteFailure.Cause(e)}", e);
        }
    }
}
