using System.Collections.Immutable;

namespace CreditMonitor.Core.Alerts;

/// <summary>One figure behind an alert, with its unit and date in the text.</summary>
/// <param name="Name">snake_case; unique in its alert.</param>
public sealed record AlertFact(string Name, string Value)
{
    /// <summary>The name as a person reads it: <c>expires_at</c> is <c>expires at</c>.</summary>
    public string Label => Name.Replace('_', ' ');
}

/// <summary>What an alert says, in the order in which a reader needs it. Plain text: whoever shows it encodes it.</summary>
/// <param name="Subject">Amount, verb, absolute date; without the organization's name, which the sender adds.</param>
/// <param name="Lead">The fact and its deadline, in UTC.</param>
/// <param name="Consequence">What follows if nobody acts; null when nothing does.</param>
/// <param name="Action">The one thing to do.</param>
/// <param name="Deadline">By when it matters; shown in the reader's zone as well.</param>
/// <param name="Facts">The evidence; never empty.</param>
/// <param name="Unknown">What the monitor does not know and the reader should; null when there is nothing.</param>
public sealed record AlertText(
    string Subject,
    string Lead,
    string? Consequence,
    string Action,
    DateTimeOffset? Deadline,
    ImmutableArray<AlertFact> Facts,
    string? Unknown = null)
{
    /// <summary>The dollars that it is about, for those who asked only for large ones; null where no amount says how much it matters.</summary>
    public Usd? AtStake { get; init; }

    /// <summary>In place of the deadline for people, where that is a forecast: days, and no clock time; null where the deadline is a date
    /// that is set.</summary>
    public string? Foreseen { get; init; }

    /// <summary>Of an alert about a grant that lapses: what of it is unused with nine chances in ten no more than this, by a forecast
    /// that rests on <see cref="WellFounded"/>
    /// complete days or more; null where it is not foreseen so well.</summary>
    public Usd? MostUnused { get; init; }

    /// <summary>Complete days of cost from which on a forecast may say that nothing is to be lost.</summary>
    public const int WellFounded = 28;

    /// <summary>Of an alert about a grant that lapses: the grants that will lapse with something left, the soonest first; null for other alerts.</summary>
    public ImmutableArray<LapsingGrant>? Lapsing { get; init; }

    /// <summary>Whether a reader would find no difference: unlike equality, by what the lists hold.</summary>
    public bool SaysTheSame(AlertText other) =>
        this == other with { Facts = Facts, Lapsing = Lapsing }
        && Facts.SequenceEqual(other.Facts)
        && Lapsing.HasValue == other.Lapsing.HasValue && (Lapsing ?? []).SequenceEqual(other.Lapsing ?? []);
}

/// <summary>One grant of several that will lapse with something left.</summary>
/// <param name="From">The earliest instant at which it may lapse.</param>
/// <param name="Unused">What will lapse of it, the mean; null where it cannot be told.</param>
/// <param name="UnusedP10">With one chance in ten it is no more; null likewise, as the rest.</param>
/// <param name="PerDay">What is spent a day now.</param>
/// <param name="NeededPerDay">What would have to be, to use it up.</param>
public sealed record LapsingGrant(string GrantId, Usd Remaining, DateTimeOffset From, Usd? Unused, Usd? UnusedP10, Usd? UnusedP90, Usd? PerDay, Usd? NeededPerDay);
