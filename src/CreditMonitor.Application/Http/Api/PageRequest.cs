using System.Collections.Immutable;
using System.Globalization;

namespace CreditMonitor.Http.Api;

/// <summary>Some entries of a list.</summary>
/// <param name="Next">Pass as <c>after</c> for the next page; null at the end.</param>
internal sealed record Page<T>(ImmutableArray<T> Entries, string? Next);

/// <summary>Which part of a list is asked for: at most <paramref name="Limit"/> entries, after the one that <paramref name="After"/> names (exclusive; null: from the first).</summary>
internal sealed record PageRequest(int Limit, string? After)
{
    public const int Usual = 100;
    public const int Most = 1_000;
    private const int LongestAfter = 400;

    public static readonly ImmutableArray<ApiParameter> Parameters =
    [
        new("limit", $"At most so many entries; {Usual} unless said.", $$"""{"type":"integer","minimum":1,"maximum":{{Most}},"default":{{Usual}}}""", "10"),
        new("after", "What the page before gave as next.", $$"""{"type":"string","maxLength":{{LongestAfter}}}""", "null"),
    ];

    public static Asked<PageRequest> Read(IQueryCollection query)
    {
        var (faults, limit, name) = (ImmutableArray.CreateBuilder<string>(), Usual, (string?)null);
        if (query.TryGetValue("limit", out var limits) && (limits is not [{ } text] || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
        {
            faults.Add($"limit is expected to be a number from 1 to {Most}.");
        }

        if (query.TryGetValue("after", out var afters) && (name = afters is [{ Length: > 0 and <= LongestAfter } after] ? after : null) is null)
        {
            faults.Add(UnknownAfter);
        }

        return faults.Count == 0 ? Asked<PageRequest>.For(new PageRequest(limit, name)) : Asked<PageRequest>.Wrong(faults.ToImmutable());
    }

    public const string UnknownAfter = "after is expected to be the next of a page of this list; begin again without it.";

    /// <returns>Null when no entry has the key that <see cref="After"/> names.</returns>
    public Page<T>? Of<T>(IReadOnlyList<T> all, Func<T, string> key)
    {
        var from = 0;
        if (After is not null)
        {
            while (from < all.Count && key(all[from]) != After)
            {
                from++;
            }

            if (from++ == all.Count)
            {
                return null;
            }
        }

        ImmutableArray<T> entries = [.. all.Skip(from).Take(Limit)];
        return new Page<T>(entries, from + Limit < all.Count ? key(entries[^1]) : null);
    }
}
