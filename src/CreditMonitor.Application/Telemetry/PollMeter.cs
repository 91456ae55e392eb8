
namespace CreditMonitor.Telemetry;

/// <summary>Counts what one poll costs: requests to the provider and transactions with the store. Flows with the call, so that polls side by side do not mix.</summary>
public sealed class PollMeter
{
    private static readonly AsyncLocal<PollMeter?> Running = new();
    private int requests;
    private int transactions;

    public int Requests => requests;

    public int Transactions => transactions;

    /// <summary>Starts counting for this call and everything it awaits.</summary>
    public static PollMeter Start() => Running.Value = new PollMeter();

    public static void CountRequest()
    {
        if (Running.Value is { } meter)
        {
            Interlocked.Increment(ref meter.requests);
        }
    }

    public static void CountTransaction()
    {
        if (Running.Value is { } meter)
        {
            Interlocked.Increment(ref meter.transactions);
        }
    }
}
