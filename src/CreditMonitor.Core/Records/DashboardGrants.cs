using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>One row of the dashboard's credit-grants table.</summary>
/// <param name="Received">The day that the dashboard shows; it back-dates purchases to the end of the month before.</param>
/// <param name="Remaining">Of an expired row this is unreliable; a little below zero where usage ran past the end.</param>
/// <param name="Expires">Null: never.</param>
public sealed record DashboardRow(int Line, DateOnly Received, string State, Usd Remaining, Usd Total, DateOnly? Expires)
{
    public bool IsAvailable => DashboardWords.IsAvailable(State);
}

/// <summary>Reads the text that a person copies from the dashboard's credit-grants table, or the whole page around it: in each row the day it was received, a state, <c>remaining/total</c> and the day of
/// expiry, with tabs, spaces or line breaks between them as browsers put them, in the browser's language.</summary>
/// <remarks>The cell <c>$6.00/$7.00</c> is remaining of total, not used of total; expired rows stay in the dashboard's grand total.</remarks>
public static class DashboardGrants
{
    private const string TheCsv = "or give the grants as a CSV with the columns id, amount, effective_at, kind and expires_at";

    /// <returns>The rows in order, and a fault for everything that looks like a row and cannot be read: nothing is dropped silently.</returns>
    public static (ImmutableArray<DashboardRow> Rows, ImmutableArray<string> Faults) Read(string text)
    {
        try
        {
            return new DashboardReading(WideText.Fold(text), TheCsv).Result();
        }
        catch (RegexMatchTimeoutException)
        {
            return ([], [$"line 1: the text takes too long to read; paste the table alone, {TheCsv}."]);
        }
    }
}

/// <summary>What a row of the dashboard means for what is known.</summary>
/// <param name="Known">The grant that it is taken to be; null: a new one.</param>
public sealed record DashboardMatch(DashboardRow Row, CreditGrant? Known, CreditGrant Grant);

/// <summary>Brings the dashboard's table together with the grants that are known, so that no purchase counts twice.</summary>
public static class DashboardMatching
{
    /// <summary>The dashboard back-dates a purchase to the end of the month before: its day is up to this much earlier than the true one.</summary>
    private const int BackDatedDays = 32;

    /// <summary>Rows take known grants of the same amount, the nearest in time first, each once. A known grant keeps all but its expiry, which the dashboard knows better.</summary>
    public static ImmutableArray<DashboardMatch> Match(ImmutableArray<DashboardRow> rows, ImmutableArray<CreditGrant> known)
    {
        var free = known.ToList();
        var names = known.Select(grant => grant.Id).ToHashSet(StringComparer.Ordinal);
        var matches = ImmutableArray.CreateBuilder<DashboardMatch>();
        foreach (var row in rows)
        {
            var same = free.Where(grant => grant.Amount == row.Total && DaysAfter(row, grant) is >= -1 and <= BackDatedDays).MinBy(grant => Math.Abs(DaysAfter(row, grant)));
            if (same is not null)
            {
                free.Remove(same);
            }

            matches.Add(new DashboardMatch(row, same, same is null ? NewGrant(row, names) : same with { ExpiresAt = At(row.Expires), NeverExpires = row.Expires is null }));
        }

        return matches.ToImmutable();
    }

    private static int DaysAfter(DashboardRow row, CreditGrant grant) => DateOnly.FromDateTime(grant.EffectiveAt.UtcDateTime).DayNumber - row.Received.DayNumber;

    /// <summary>The table does not say whether credit was bought or given; bought is what mostly is.</summary>
    private static CreditGrant NewGrant(DashboardRow row, HashSet<string> names)
    {
        var name = $"dashboard-{row.Received:yyyy-MM-dd}-{row.Total.ToExactString()}";
        var id = name;
        for (var n = 2; !names.Add(id); n++)
        {
            id = $"{name}-{n}";
        }

        return new CreditGrant(id, GrantKind.Paid, row.Total, At(row.Received)!.Value, At(row.Expires)) { NeverExpires = row.Expires is null };
    }

    private static DateTimeOffset? At(DateOnly? day) => day is { } known ? new DateTimeOffset(known.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
}
