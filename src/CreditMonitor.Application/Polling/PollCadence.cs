namespace CreditMonitor.Polling;

/// <summary>How far apart billing polls are meant to be, and how many organizations are polled at once.</summary>
public sealed record PollCadence(TimeSpan Interval, int AtATime = PollCadence.UsuallyAtATime)
{
    /// <summary>Enough to hide the provider's answering time, few enough to be polite to it and to a store.</summary>
    public const int UsuallyAtATime = 8;
}
