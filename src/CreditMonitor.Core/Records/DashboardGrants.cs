using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>One row of the dashboard's credit-grants table.</summary>
/// <param name="Received">The day that the dashboard shows; it back-dates purchases to the end of the month before (<c>facts/openai-billing.md</c> d).</param>
/// <param name="Remaining">Of an expired row this is unreliable.</param>
/// <param name="Expires">Null: never.</param>
public sealed record DashboardRow(int Line, DateOnly Received, string State, Usd Remaining, Usd Total, DateOnly? Expires)
{
    public bool IsAvailable => State.Equals("Available", StringComparison.OrdinalIgnoreCase) || State.Equals("Active", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Reads the text that a person copies from the dashboard's credit-grants table: in each row the day it was received, a state, <c>remaining/total</c> and the day of
/// expiry, with tabs, spaces or line breaks between them as browsers put them.</summary>
/// <remarks>The cell <c>$6.00/$7.00</c> is remaining of total, not used of total; expired rows stay in the dashboard's grand total (<c>facts/openai-billing.md</c> d).</remarks>
public static partial class DashboardGrants
{
    private const string Day = @"(?:[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [A-Za-z]{3,9}\.? \d{4}|\d{4}-\d{2}-\d{2})";

    private static readonly string[] Formats = ["MMM d yyyy", "MMMM d yyyy", "d MMM yyyy", "d MMMM yyyy", "yyyy-MM-dd"];

    /// <returns>The rows in order, and a fault for every line with an amount that belongs to none of them: nothing is dropped silently.</returns>
    public static (ImmutableArray<DashboardRow> Rows, ImmutableArray<string> Faults) Read(string text)
    {
        var rows = ImmutableArray.CreateBuilder<DashboardRow>();
        var faults = ImmutableArray.CreateBuilder<string>();
        var covered = 0;
        foreach (Match match in Row().Matches(text))
        {
            FindStray(text, covered, match.Index, faults);
            covered = match.Index + match.Length;
            var line = LineOf(text, match.Index);
            if (RowOf(match, line) is { } row)
            {
                rows.Add(row);
            }
            else
            {
                faults.Add($"line {line}: '{Shown(match.Value)}' has a day or an amount that cannot be read; expected days such as Feb 28, 2026 and amounts such as $6.00/$7.00.");
            }
        }

        FindStray(text, covered, text.Length, faults);
        if (rows.Count == 0 && faults.Count == 0)
        {
            faults.Add("no row of a credit-grants table was found; expected in each row a day, a state, remaining/total and a day of expiry, as copied from the dashboard.");
        }

        return (rows.ToImmutable(), faults.ToImmutable());
    }

    private static DashboardRow? RowOf(Match match, int line)
    {
        var never = match.Groups["never"].Success;
        return TryDay(match.Groups["received"].Value, out var received)
            && (TryDay(match.Groups["expires"].Value, out var expires) || never)
            && AmountText.TryRead(match.Groups["remaining"].Value.Replace(",", "", StringComparison.Ordinal), out var remaining, out _, out _)
            && AmountText.TryRead(match.Groups["total"].Value.Replace(",", "", StringComparison.Ordinal), out var total, out _, out _)
                ? new DashboardRow(line, received, match.Groups["state"].Value, remaining, total, never ? null : expires)
                : null;
    }

    private static void FindStray(string text, int from, int to, ImmutableArray<string>.Builder faults)
    {
        foreach (Match stray in Amounts().Matches(text[from..to]))
        {
            faults.Add($"line {LineOf(text, from + stray.Index)}: '{Shown(stray.Value)}' stands in no row that can be read; expected a day before it, and a state and a day of expiry beside it.");
        }
    }

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text.Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    private static string Shown(string text) => SafeText.Cut(SafeText.Line(text), 60);

    [GeneratedRegex(@"(?<received>" + Day + @")\s+(?<state>[A-Za-z][A-Za-z ]{2,20}?)\s+\$(?<remaining>[\d,]+(?:\.\d+)?)\s*/\s*\$(?<total>[\d,]+(?:\.\d+)?)\s+(?:(?<expires>" + Day + @")|(?<never>Never|No expiration|[-–—]))", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Row();

    [GeneratedRegex(@"\$[\d,.]+\s*/\s*\$[\d,.]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Amounts();
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
