namespace CreditMonitor.Storage;

/// <summary>Makes the store ready once in the life of the process, before the first run that needs it. A failed attempt is made again by the next run.</summary>
internal sealed class StoreReadiness(IMonitorStore store) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private volatile bool ready;

    /// <exception cref="StoreException">The store cannot be made ready.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (ready)
        {
            return;
        }

        await one.WaitAsync(cancellationToken);
        try
        {
            if (!ready)
            {
                await store.PrepareAsync(cancellationToken);
                ready = true;
            }
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
