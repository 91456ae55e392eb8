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
}
