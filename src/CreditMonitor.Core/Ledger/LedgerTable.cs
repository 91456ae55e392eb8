using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Ledger;

/// <summary>The state as plain text for people. Amounts are rounded to cents here and nowhere else; the JSON document has them exactly.</summary>
public static class LedgerTable
{
    private const int BarCells = 20;

    private static readonly string[] Headings = ["Grant", "Kind", "State", "Effective (UTC)", "Ends (UTC)", "Amount", "Consumed", "Lost", "Remaining"];

    /// <param name="lapses">What would lapse by <paramref name="until"/> if usage stopped now; null: not asked.</param>
    public static string Write(LedgerState state, ImmutableArray<Lapse>? lapses = null, DateTimeOffset? until = null)
    {
        var text = new StringBuilder();
        text.Append("Ledger in US dollars, just before ").Append(InstantText.Format(state.AsOf)).Append("\n\n");
        WriteGrants(text, state.Grants);
        text.Append('\n');
        WriteTotals(text, state);
        foreach (var anomaly in state.Anomalies)
        {
            text.Append("Refund not met: ").Append(Visible(anomaly.Id)).Append(", ").Append(anomaly.Amount).Append(" that its grant did not have\n");
        }

        if (lapses is { } planned)
        {
            WriteLapses(text, planned, until);
        }

        return text.ToString();
    }

    private static void WriteGrants(StringBuilder text, ImmutableArray<GrantBalance> grants)
    {
        if (grants.IsEmpty)
        {
            text.Append("No grant is known.\n");
            return;
        }

        string[][] rows = [Headings, .. grants.Select(Cells)];
        var widths = Enumerable.Range(0, Headings.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < Headings.Length; column++)
            {
                var cell = rows[row][column];
                text.Append(column >= 5 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column])).Append("  ");
            }

            text.Append(row == 0 ? "Where it is" : Bar(grants[row - 1])).Append('\n');
        }

        text.Append("█ remaining  ░ not yet effective  ▒ consumed  · lost: expired, voided, refunded or never usable\n");
    }

    private static string[] Cells(GrantBalance balance) =>
    [
        Visible(balance.Grant.Id),
        balance.Grant.Kind == GrantKind.Paid ? "paid" : "promotional",
        Words(balance.State),
        InstantText.Format(balance.Grant.EffectiveAt),
        balance.End is { } end ? InstantText.Format(end) : "never",
        balance.Grant.Amount.ToString(),
        balance.Consumed.ToString(),
        Lost(balance).ToString(),
        balance.Remaining.ToString(),
    ];

    private static void WriteTotals(StringBuilder text, LedgerState state)
    {
        text.Append("Balance         ").Append(state.Balance).Append('\n');
        text.Append("Overage (owed)  ").Append(state.Overage).Append('\n');
        if (!state.DueOnInvoice.IsZero)
        {
            text.Append("Due on invoice  ").Append(state.DueOnInvoice).Append('\n');
        }

        text.Append("Total usage     ").Append(state.TotalUsage).Append('\n');
    }

    private static void WriteLapses(StringBuilder text, ImmutableArray<Lapse> lapses, DateTimeOffset? until)
    {
        text.Append("\nIf usage stopped now, ").Append(lapses.IsEmpty ? "nothing" : Usd.Sum(lapses.Select(lapse => lapse.Amount)).ToString()).Append(" would lapse");
        text.Append(until is { } instant ? $" by {InstantText.Format(instant)}\n" : "\n");
        foreach (var lapse in lapses)
        {
            text.Append("  ").Append(InstantText.Format(lapse.At)).Append("  ").Append(lapse.Amount).Append(" of ").Append(Visible(lapse.Grant.Id)).Append('\n');
        }
    }

    /// <summary>Rounds the running sum and not each part, so that the cells always add up.</summary>
    private static string Bar(GrantBalance balance)
    {
        if (balance.Grant.Amount.IsZero)
        {
            return "";
        }

        var bar = new StringBuilder(BarCells);
        var sum = Usd.Zero;
        foreach (var (part, mark) in new[] { (balance.Remaining, '█'), (balance.Pending, '░'), (balance.Consumed, '▒'), (Lost(balance), '·') })
        {
            sum += part;
            bar.Append(mark, (int)Math.Round(sum.Amount / balance.Grant.Amount.Amount * BarCells, MidpointRounding.AwayFromZero) - bar.Length);
        }

        return bar.ToString();
    }

    private static Usd Lost(GrantBalance balance) => balance.Expired + balance.Voided + balance.Refunded + balance.NeverEffective;

    private static string Words(GrantState state) => state == GrantState.NeverEffective ? "never effective" : state.ToString().ToLowerInvariant();

    /// <summary>Ids come from outside: a control character in one could drive the reader's terminal, another could hide.</summary>
    private static string Visible(string id) =>
        string.Concat(id.Select(letter => char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format ? '?' : letter));
}
