using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

public sealed class MemoryRows : RowStoreContract
{
    protected override Task<IRowStore> EmptyAsync() => Task.FromResult<IRowStore>(new MemoryRowStore());
}

public sealed class MemoryMonitorStore : MonitorStoreContract
{
    protected override Task<IRowStore> EmptyAsync() => Task.FromResult<IRowStore>(new MemoryRowStore());
}
