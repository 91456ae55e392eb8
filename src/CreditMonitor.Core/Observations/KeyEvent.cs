namespace CreditMonitor.Core.Observations;

/// <summary>An API key was made or deleted, by the provider's audit log. It tells no key's name.</summary>
/// <param name="Id">The log entry's.</param>
/// <param name="ProjectId">Null when the entry names none.</param>
/// <param name="Actor">Who did it, as the log has it: a person's address, or the key or service account that was used; null when the entry names nobody.</param>
public sealed record KeyEvent(string Id, DateTimeOffset At, bool Created, string ApiKeyId, string? ProjectId, string? Actor = null)
{
    /// <summary>Older ones are no news and are not kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);
}
