using System.Collections.Immutable;

namespace CreditMonitor.Core.Observations;

/// <summary>One figure of the provider's costs: a UTC day's dollars of one project and line item.</summary>
/// <param name="ProjectId">Null: not attributed to a project by the provider, yet part of the organization's total.</param>
/// <param name="LineItem">The provider's free text, unstable: shown, never decided upon.</param>
/// <param name="ApiKeyId">Null where costs were not asked for by key.</param>
public sealed record CostRow(string? ProjectId, string? LineItem, string? ApiKeyId, Usd Amount);

/// <summary>What the provider said of one UTC day.</summary>
/// <param name="Rows">Empty: the provider gave the day no figure, which is not the same as zero.</param>
/// <param name="SkippedRows">Rows that could not be read or were in another currency: with any, the day is incomplete.</param>
public sealed record CostDay(DateOnly Day, ImmutableArray<CostRow> Rows, int SkippedRows)
{
    /// <summary>Without a setter: what is taken from them below holds for as long as the day does.</summary>
    public ImmutableArray<CostRow> Rows { get; } = Rows;

    public Usd Total { get; } = Usd.Sum(Rows.Select(row => row.Amount));

    /// <summary>The same for the same rows in any order.</summary>
    internal long RowsHash { get; } = HashOf(Rows);

    /// <summary>FNV-1a over the rows in an order of their own, so that the provider's order does not matter.</summary>
    private static long HashOf(ImmutableArray<CostRow> rows)
    {
        var hash = 14695981039346656037UL;
        foreach (var key in rows.Select(row => $"{row.ProjectId}\u001f{row.LineItem}\u001f{row.ApiKeyId}\u001f{row.Amount.ToExactString()}\u001e").Order(StringComparer.Ordinal))
        {
            foreach (var c in key)
            {
                hash = unchecked((hash ^ c) * 1099511628211UL);
            }
        }

        return unchecked((long)hash);
    }
}

/// <summary>A whole answer to one question about costs: every day from <paramref name="From"/> to the newest, or no report at all.</summary>
/// <param name="From">First UTC day asked for (inclusive).</param>
/// <param name="AsOf">When the answer began to be read, UTC.</param>
/// <param name="Days">Ascending, each day once; days the provider left out are absent.</param>
/// <param name="Remarks">Sentences on what was odd but survivable (strings for numbers, digits dropped, rows skipped).</param>
public sealed record CostReport(DateOnly From, DateTimeOffset AsOf, ImmutableArray<CostDay> Days, ImmutableArray<string> Remarks)
{
    /// <summary>Last UTC day asked for (inclusive): the running one, unless the question ended before.</summary>
    public DateOnly Until { get; init; } = DateOnly.FromDateTime(AsOf.UtcDateTime);

    /// <summary>The same of a question that ended with a past day.</summary>
    public CostReport To(DateOnly until) => this with { Until = until, Days = [.. Days.Where(day => day.Day <= until)] };

    /// <summary>Most rows could not be read, or are in another currency: an answer to nothing, as no answer is.</summary>
    public bool IsUnreadable => Days.Sum(day => day.SkippedRows) > Days.Sum(day => day.Rows.Length);
}

/// <summary>A project as the provider lists it; archived ones still carry costs.</summary>
/// <param name="Name">Null when the provider gave none: show the id.</param>
public sealed record Project(string Id, string? Name, bool Archived);

/// <summary>The organization's own monthly spend limit. It is no credit, and enforcement lags.</summary>
/// <param name="Amount">Dollars a calendar month (the wire has cents).</param>
public sealed record SpendLimit(Usd Amount, bool Enforcing);
