using CreditMonitor.Limits;

namespace CreditMonitor.Subscriptions;

/// <summary>How often may be asked for subscriptions, and how many confirmations follow to one domain. Of one process; what it remembers
/// is bounded.</summary>
internal sealed class SubscribeLimits(TimeProvider clock) : IDisposable
{
    /// <summary>Of anonymous callers, from one network within five minutes: as for signing in.</summary>
    public const int PerNetwork = 10;

    /// <summary>That anonymous callers cause, within an hour.</summary>
    public const int AnonymousPerDomain = 20;

    /// <summary>That callers with a key cause, within an hour.</summary>
    public const int KnownPerDomain = 200;

    private readonly RecentTries _posts = new(PerNetwork, TimeSpan.FromMinutes(5), clock);
    private readonly RecentTries _anonymous = new(AnonymousPerDomain, TimeSpan.FromHours(1), clock);
    private readonly RecentTries _known = new(KnownPerDomain, TimeSpan.FromHours(1), clock);

    /// <summary>Anonymous asks are counted and kept one after another, so that many at once gain nothing.</summary>
    public SemaphoreSlim OneByOne { get; } = new(1, 1);

    /// <returns>Null: it may be asked. Else how long until it may.</returns>
    public TimeSpan? WaitOf(string network) => _posts.Begin(network) is (null, _, var wait) ? wait : null;

    /// <summary>Whether a confirmation may be sent; counts it.</summary>
    public bool MayMail(string address, bool vouched) => (vouched ? _known : _anonymous).Begin(DomainOf(address)).Begun is not null;

    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    public void Dispose() => OneByOne.Dispose();
}
