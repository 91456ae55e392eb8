namespace CreditMonitor.Core.Statements;

/// <summary>One row of a card's or an account's statement: the same from the file, through what is stored of it (a recorded charge), to what explains it (its reconciliation).</summary>
/// <param name="Day">The day of the transaction if the file gives one, else of its posting; null for a pending row that has none yet.</param>
/// <param name="Posted">The day of posting, where the file gives it beside <paramref name="Day"/>.</param>
/// <param name="Amount">Positive: money out.</param>
public sealed record CardRow(DateOnly? Day, DateOnly? Posted, Money Amount, string Description)
{
    /// <summary>Where it begins in its file, from 1.</summary>
    public int Line { get; init; }

    /// <summary>Ours: unique, and the same whenever the same row is read again (<see cref="StatementIds"/>).</summary>
    public string Id { get; init; } = "";

    /// <summary>The statement's own id. Banks reuse these, within one file too.</summary>
    public string? SourceId { get; init; }

    /// <summary>The text as the merchant sent it, where the file has it beside a cleaned name.</summary>
    public string? Descriptor { get; init; }

    /// <summary>The merchant's amount, where the file has it in a column of its own.</summary>
    public Money? Original { get; init; }

    /// <summary>The bank's word for what it is; may be empty.</summary>
    public string Type { get; init; } = "";

    public bool Pending { get; init; }

    /// <summary>Which account or card the file says it is of; ids are told apart by it.</summary>
    public string Account { get; init; } = "";

    /// <summary>The merchant's own text where it names OpenAI, else the description.</summary>
    public string Text => Descriptor is { } raw && Statements.Descriptor.ConcernsOpenAI(raw) ? raw : Description;

    public bool IsOpenAI => Statements.Descriptor.ConcernsOpenAI(Text);
}

/// <summary>What became no charge, and why: one sentence without its end.</summary>
public sealed record SkippedRow(int Line, string Reason);
