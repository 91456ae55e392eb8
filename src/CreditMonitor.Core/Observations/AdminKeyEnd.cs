namespace CreditMonitor.Core.Observations;

/// <summary>What one reading of the list of admin keys says of the key that the monitor itself uses: nothing of the key, not even the part that the list shows.</summary>
/// <param name="Listed">How many keys the list has.</param>
/// <param name="Alike">How many of them the configured key could be, by the part that the list shows.</param>
/// <param name="EndsAt">Of the only one that it could be; null: that one has no end, or it cannot be told which one it is.</param>
public sealed record AdminKeyListing(int Listed, int Alike, DateTimeOffset? EndsAt)
{
    public bool TellsWhich => Alike == 1;
}

/// <summary>When the key that the monitor uses ends, as far as is known. What is not known raises nothing and fails nothing.</summary>
/// <param name="AskedAt">The last question, whatever came of it.</param>
/// <param name="SeenAt">The answer that <paramref name="EndsAt"/> is from; null: unknown.</param>
/// <param name="EndsAt">First instant at which the key is no longer good; null: it has no end, or that is unknown.</param>
public sealed record AdminKeyEnd(DateTimeOffset? AskedAt = null, DateTimeOffset? SeenAt = null, DateTimeOffset? EndsAt = null)
{
    /// <summary>Once in a UTC day: an end that is 30 days off does not change by the hour.</summary>
    public bool IsDue(DateTimeOffset now) => AskedAt is not { } asked || asked.UtcDateTime.Date != now.UtcDateTime.Date;

    /// <summary>An outage leaves what was known; a refusal, or a list that does not tell which key it is, makes it unknown, for the key may be another one by now.</summary>
    public AdminKeyEnd After(Reading<AdminKeyListing> reading, DateTimeOffset now) => reading switch
    {
        Reading<AdminKeyListing>.Ok({ TellsWhich: true } listing) => new AdminKeyEnd(now, now, listing.EndsAt),
        Reading<AdminKeyListing>.Unavailable => this with { AskedAt = now },
        _ => new AdminKeyEnd(now),
    };
}
