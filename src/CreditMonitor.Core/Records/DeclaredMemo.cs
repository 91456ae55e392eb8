using System.Collections.Immutable;

namespace CreditMonitor.Core.Records;

/// <summary>What was told together with what is declared, put together once for as long as neither changes. No part of a fact's identity.</summary>
internal sealed class DeclaredMemo
{
    private (ImmutableArray<ToldFact> Declared, ToldFacts Together)? _last;

    public ToldFacts Of(ToldFacts told, ImmutableArray<ToldFact> due)
    {
        var last = _last;
        if (last is not { } known || !known.Declared.AsSpan().SequenceEqual(due.AsSpan()))
        {
            _last = last = (due, new ToldFacts(due.Concat(told.All)));
        }

        return last.Value.Together;
    }

    public override bool Equals(object? obj) => obj is DeclaredMemo;

    public override int GetHashCode() => 0;
}
