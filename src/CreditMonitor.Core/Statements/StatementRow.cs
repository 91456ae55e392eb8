namespace CreditMonitor.Core.Statements;

/// <summary>One movement of a statement.</summary>
/// <param name="Line">Where it begins in its file, from 1.</param>
/// <param name="Day">The day of the transaction if the file gives one, else of its posting; null for a pending row that has none yet.</param>
/// <param name="Posted">The day of posting, where the file gives it beside <paramref name="Day"/>.</param>
/// <param name="Amount">Positive: money out. In <paramref name="Currency"/>, which need not be dollars.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
public sealed record StatementRow(int Line, DateOnly? Day, DateOnly? Posted, Usd Amount, string Currency, string Description)
{
    /// <summary>Ours: unique, and the same whenever the same row is read again (<see cref="StatementIds"/>).</summary>
    public string Id { get; init; } = "";

    /// <summary>The statement's own id. Banks reuse these, within one file too.</summary>
    public string? SourceId { get; init; }

    /// <summary>The text as the merchant sent it, where the file has it beside a cleaned name.</summary>
    public string? Descriptor { get; init; }

    public bool Pending { get; init; }

    /// <summary>Which account or card the file says it is of; ids are told apart by it.</summary>
    public string Account { get; init; } = "";

    public bool IsOpenAI => Statements.Descriptor.ConcernsOpenAI(Description) || (Descriptor is { } raw && Statements.Descriptor.ConcernsOpenAI(raw));
}

/// <summary>What became no charge, and why: one sentence without its end.</summary>
public sealed record SkippedRow(int Line, string Reason);
