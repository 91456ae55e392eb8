namespace CreditMonitor.Core.Monitoring;

/// <summary>An API key was made or deleted, by the provider's audit log. It tells no key's name and, on purpose, no person here.</summary>
/// <param name="Id">The log entry's.</param>
/// <param name="ProjectId">Null when the entry names none.</param>
public sealed record KeyEvent(string Id, DateTimeOffset At, bool Created, string ApiKeyId, string? ProjectId)
{
    /// <summary>Older ones are no news and are not kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);
}
