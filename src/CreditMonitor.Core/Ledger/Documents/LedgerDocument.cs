using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger.Documents;

/// <summary>The ledger document of the <c>ledger</c> verb: facts in, the state out.</summary>
public static class LedgerDocument
{
    /// <summary>Longest document, in characters; half a million usages fit.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    /// <summary>Deepest nesting, unknown fields included.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most errors, and most remarks, that are put into words.</summary>
    public const int MaxFaults = 50;

    /// <summary>Unknown fields are ignored; <c>grants</c> and <c>usage</c> must be there, if only as <c>[]</c>, because a misspelt name would pass for no usage.</summary>
    public static LedgerInput Read(string json) => LedgerDocumentReader.Read(json);

    /// <param name="days">With them the document has <c>days</c>.</param>
    /// <param name="lapses">With them it has <c>lapses_if_usage_stopped</c>.</param>
    public static string Write(LedgerState state, ImmutableArray<DayClose>? days = null, ImmutableArray<Lapse>? lapses = null) => LedgerDocumentWriter.Write(state, days, lapses);
}
