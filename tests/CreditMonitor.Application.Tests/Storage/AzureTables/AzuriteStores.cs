using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

[Trait("Needs", "azurite")]
public sealed class AzuriteRows(AzuriteFixture azurite) : RowStoreContract
{
    protected override Task<IRowStore> EmptyAsync() => azurite.EmptyAsync();
}

[Trait("Needs", "azurite")]
public sealed class AzuriteMonitorStore(AzuriteFixture azurite) : MonitorStoreContract
{
    protected override Task<IRowStore> EmptyAsync() => azurite.EmptyAsync();
}
