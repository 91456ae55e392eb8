namespace CreditMonitor.Storage;

/// <summary>What has happened is recorded even while the run is being stopped, within a time of its own: else it would happen again.</summary>
internal static class RecordDeadline
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
}
