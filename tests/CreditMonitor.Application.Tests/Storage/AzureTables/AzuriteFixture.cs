using Azure.Data.Tables;
using CreditMonitor.Application.Tests.Storage.AzureTables;
using CreditMonitor.Storage;
using CreditMonitor.Storage.AzureTables;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>One Azurite for all tests, started when the first of them asks. Each takes a table of its own.</summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<AnAzurite>> _azurite = new(() => AnAzurite.StartAsync());

    internal Task<AnAzurite> StartedAsync() => _azurite.Value;

    public static string NewTable() => $"t{Guid.NewGuid():N}";

    public async Task<TableServiceClient> ServiceAsync(HttpMessageHandler? through = null) => Service((await StartedAsync()).ConnectionString, through);

    public async Task<IRowStore> EmptyAsync(HttpMessageHandler? through = null)
    {
        var rows = new TableRowStore(await ServiceAsync(through), tableName: NewTable());
        await rows.PrepareAsync(CancellationToken.None);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _azurite.Value).DisposeAsync();
        }
    }

    private static TableServiceClient Service(string connection, HttpMessageHandler? through) => new(connection, TestTables.Options(through));
}
