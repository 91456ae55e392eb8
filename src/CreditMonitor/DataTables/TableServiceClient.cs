using Azure.Core;

namespace CreditMonitor.DataTables;

/// <summary>A storage account's tables. Names and signatures are those of <c>Azure.Data.Tables</c>, as far as they are in use here.</summary>
public class TableServiceClient
{
    private readonly TableConnection connection;

    /// <exception cref="FormatException">It is no connection string.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options = null)
    {
        var parsed = TableConnectionString.Parse(connectionString);
        connection = parsed.Key is { } key ? TableConnection.ByKey(parsed.Endpoint, key, options) : TableConnection.BySas(parsed.Endpoint, parsed.Sas!, options);
    }

    /// <param name="endpoint">With a shared access signature as its query.</param>
    public TableServiceClient(Uri endpoint, TableClientOptions? options = null) =>
        connection = TableConnection.BySas(endpoint, endpoint.Query.TrimStart('?'), options);

    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options) =>
        connection = TableConnection.ByKey(endpoint, credential, options);

    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null) =>
        connection = TableConnection.ByIdentity(endpoint, tokenCredential, options);

    public virtual TableClient GetTableClient(string tableName) => new(connection, tableName);
}
