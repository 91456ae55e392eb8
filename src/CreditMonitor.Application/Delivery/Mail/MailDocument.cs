using System.Collections.Immutable;

namespace CreditMonitor.Delivery.Mail;

/// <summary>What one mail says, in reading order. Both parts are made of it, so that neither says more than the other. Plain text: whoever shows it encodes it.</summary>
/// <param name="Overview">All cards at a glance; null for one.</param>
/// <param name="Action">The one thing to press; null where links lead nowhere.</param>
public sealed record MailDocument(
    string Subject,
    string Heading,
    bool IsSample,
    MailTable? Overview,
    ImmutableArray<MailCard> Cards,
    MailLink? Action,
    MailFooter Footer)
{
    /// <summary>The grants that will lapse, with what would use them up; null for fewer than two.</summary>
    public MailTable? Lapsing { get; init; }
}

/// <param name="Badge">A word, so that meaning never rests on colour alone; null for none.</param>
/// <param name="Tone">The badge's colour: a severity, <c>resolved</c> or <c>plain</c>.</param>
/// <param name="Lead">The fact and its deadline.</param>
/// <param name="Lines">Before the table.</param>
/// <param name="Notes">After it, in small print.</param>
public sealed record MailCard(string? Badge, string Tone, string Lead, ImmutableArray<MailLine> Lines, MailTable? Table, ImmutableArray<MailLine> Notes);

/// <param name="Label">Such as <c>To do</c>; null for a plain sentence.</param>
/// <param name="Url">Where <paramref name="Text"/> leads; null for plain text.</param>
public sealed record MailLine(string? Label, string Text, string? Url = null);

/// <param name="Columns">Heads; empty where the first cell of a row is its head.</param>
public sealed record MailTable(string Caption, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<string>> Rows);

public sealed record MailLink(string Text, string Url);

public sealed record MailFooter(ImmutableArray<string> Lines, ImmutableArray<MailLink> Links);
