using System.Buffers;
using System.Text.Json;
using Azure;
using Azure.Core;
using Response = Azure.Response;

namespace CreditMonitor.DataTables;

/// <summary>One table. Every failure of the service is a <see cref="RequestFailedException"/> with its code.</summary>
public class TableClient
{
    private readonly TableConnection connection;

    internal TableClient(TableConnection connection, string tableName)
    {
        this.connection = connection;
        Name = tableName;
    }

    public virtual string Name { get; }

    /// <summary>Without a signature.</summary>
    public virtual Uri Uri => new(connection.Address(Name));

    /// <summary>Makes the table.</summary>
    /// <returns>Null when it was there.</returns>
    public virtual async Task<Response<TableItem>?> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        using var message = connection.CreateMessage(RequestMethod.Post, "Tables", "application/json;odata=nometadata");
        message.Request.Headers.SetValue("Content-Type", "application/json");
        message.Request.Headers.SetValue("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(Named(Name));
        try
        {
            return Response.FromValue(new TableItem(Name), await connection.SendAsync(message, 204, cancellationToken));
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableAlreadyExists.ToString())
        {
            return null;
        }
    }

    /// <typeparam name="T"><see cref="TableEntity"/>, the one row type here.</typeparam>
    /// <param name="filter">OData; null: every row.</param>
    /// <param name="maxPerPage">At most 1000; the pages go on nevertheless.</param>
    public virtual AsyncPageable<T> QueryAsync<T>(string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity =>
        typeof(T) == typeof(TableEntity) ? new TablePages<T>(connection, Name, filter, maxPerPage, select, cancellationToken)
        : throw new NotSupportedException($"Rows are {nameof(TableEntity)} here, not {typeof(T).Name}.");

    /// <summary>All operations or none: at most 100 on one partition, each row once.</summary>
    /// <exception cref="TableTransactionFailedException">The service refused it.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        var actions = transactionActions.ToList();
        var boundary = Guid.NewGuid().ToString();
        using var message = connection.CreateMessage(RequestMethod.Post, "$batch", "application/json");
        message.Request.Headers.SetValue("Content-Type", $"multipart/mixed; boundary=batch_{boundary}");
        message.Request.Content = RequestContent.Create(TransactionContent.Encode(connection, Name, actions, boundary));
        var answer = await connection.SendAsync(message, 202, cancellationToken);
        return Response.FromValue<IReadOnlyList<Response>>(TransactionAnswer.Read(answer, actions.Count), answer);
    }

    private static ReadOnlyMemory<byte> Named(string table)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("TableName", table);
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
