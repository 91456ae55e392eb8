using System.Collections.Immutable;

namespace CreditMonitor.Core.Ledger.Documents;

/// <summary>Collects sentences, keeps the first <see cref="LedgerDocument.MaxFaults"/> and counts the rest.</summary>
internal sealed class DocumentFaults
{
    private readonly List<string> kept = [];

    public int Total { get; private set; }

    public ImmutableArray<string> Kept => [.. kept];

    /// <summary>Takes the parts, not the sentence: a document with a million faults should not build a million strings.</summary>
    public void Add(JsonPlace place, string? field, string sentence)
    {
        Total++;
        if (kept.Count < LedgerDocument.MaxFaults)
        {
            kept.Add($"{place}{(field is null ? "" : "." + field)}: {sentence}");
        }
    }
}

/// <summary>Where in the document: <c>$</c>, or an element of one of its arrays.</summary>
internal readonly record struct JsonPlace(string? Section = null, int Index = 0)
{
    public override string ToString() => Section is null ? "$" : $"$.{Section}[{Index}]";
}
