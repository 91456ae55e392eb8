using System.Collections.Immutable;

namespace CreditMonitor.Http.Api;

/// <summary>What a query asks for, or every fault in it, a sentence each.</summary>
/// <param name="Value">Null when there is a fault.</param>
internal sealed record Asked<T>(T? Value, ImmutableArray<string> Faults)
    where T : class
{
    public static Asked<T> For(T value) => new(value, []);

    public static Asked<T> Wrong(params ImmutableArray<string> faults) => new(null, faults);
}
