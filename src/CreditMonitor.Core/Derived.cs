using System.Collections.Concurrent;

namespace CreditMonitor.Core;

/// <summary>What follows from one immutable value, kept for as long as that value is: polls pass many times between two changes of what they look at.</summary>
/// <remarks>No part of its owner's identity: it equals every other. Safe to use from several threads; then something may be computed twice.</remarks>
internal sealed class Derived
{
    private readonly ConcurrentDictionary<Type, object> _results = [];

    /// <summary>Computed once.</summary>
    public T Once<T>(Func<T> compute)
        where T : class => Once(_ => true, compute);

    /// <summary>Computed again when what is kept no longer holds. One result of each type is kept.</summary>
    public T Once<T>(Func<T, bool> holds, Func<T> compute)
        where T : class
    {
        if (_results.TryGetValue(typeof(T), out var known) && known is T kept && holds(kept))
        {
            return kept;
        }

        var result = compute();
        _results[typeof(T)] = result;
        return result;
    }

    public override bool Equals(object? obj) => obj is Derived;

    public override int GetHashCode() => 0;
}
