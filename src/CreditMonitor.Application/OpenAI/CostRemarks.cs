using System.Collections.Immutable;

namespace CreditMonitor.OpenAI;

/// <summary>Counts what was odd in an answer, so that a thousand rows with one oddity make one sentence.</summary>
internal sealed class CostRemarks
{
    /// <summary>Distinct sentences that are kept; the provider's text is part of some.</summary>
    private const int Max = 20;

    private readonly Dictionary<string, (int Times, DateOnly First)> _seen = new(StringComparer.Ordinal);
    private int _others;

    public void Add(DateOnly day, string what)
    {
        if (_seen.TryGetValue(what, out var seen))
            _seen[what] = (seen.Times + 1, day < seen.First ? day : seen.First);
        else if (_seen.Count < Max)
            _seen.Add(what, (1, day));
        else
            _others++;
    }

    public ImmutableArray<string> ToSentences()
    {
        var sentences = _seen.Select(entry => entry.Value.Times == 1
            ? $"{entry.Key} ({entry.Value.First:yyyy-MM-dd})."
            : $"{entry.Key} ({entry.Value.Times} times, the earliest on {entry.Value.First:yyyy-MM-dd}).");
        return [.. sentences, .. _others == 0 ? Array.Empty<string>() : [$"There were {_others} further oddities."]];
    }
}
