using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

public sealed class AzuriteRows(AzuriteFixture azurite) : RowStoreContract
{
    protected override Task<IRowStore> EmptyAsync() => azurite.EmptyAsync();
}

public sealed class AzuriteMonitorStore(AzuriteFixture azurite) : MonitorStoreContract
{
    protected override Task<IRowStore> EmptyAsync() => azurite.EmptyAsync();
}
