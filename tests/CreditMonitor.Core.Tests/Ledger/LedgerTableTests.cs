using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

public class LedgerTableTests
{
    [Fact]
    public void The_table_shows_where_every_grant_went_and_what_the_totals_are()
    {
        var facts = ALedger.With(AGrant.Of(1000), AGrant.Of(40).Promotional().ExpiringAt(Moments.Noon.AddDays(2)), AGrant.Of(20).EffectiveAt(Moments.Noon.AddDays(9)))
            .Using(280, Moments.Noon.AddDays(1))
            .Refunding("grant-40", 5, Moments.Noon.AddDays(1).AddHours(1), "r1");

        var text = LedgerTable.Write(CreditLedger.Replay(facts, Moments.Noon.AddDays(3)));

        Assert.Equal(
            """
            Ledger in US dollars, just before 2026-03-13T12:00:00Z

            Grant       Kind         State      Effective (UTC)       Ends (UTC)               Amount  Consumed   Lost  Remaining  Where it is
            grant-40    promotional  exhausted  2026-03-10T12:00:00Z  2026-03-12T12:00:00Z     $40.00    $40.00  $0.00      $0.00  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
            grant-1000  paid         active     2026-03-10T12:00:00Z  2027-03-10T12:00:00Z  $1,000.00   $240.00  $0.00    $760.00  ███████████████▒▒▒▒▒
            grant-20    paid         pending    2026-03-19T12:00:00Z  2027-03-19T12:00:00Z     $20.00     $0.00  $0.00      $0.00  ░░░░░░░░░░░░░░░░░░░░
            █ remaining  ░ not yet effective  ▒ consumed  · lost: expired, voided, refunded or never usable

            Balance         $760.00
            Overage (owed)  $0.00
            Total usage     $280.00
            Refund not met: r1, $5.00 that its grant did not have

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void A_bar_is_always_twenty_cells_long() => Seeds.ForEach(300, seed =>
    {
        var state = CreditLedger.Replay(RandomLedger.Of(seed), Moments.Noon);

        var bars = LedgerTable.Write(state).Split('\n').Where(line => line.StartsWith('g')).Select(line => line[(line.LastIndexOf(' ') + 1)..]);
        Assert.All(bars, bar => Assert.True(bar.Length is 0 or 20, bar));
    });

    [Fact]
    public void A_ledger_without_grants_says_so_and_what_is_due_is_shown()
    {
        var text = LedgerTable.Write(CreditLedger.Replay(ALedger.With().Using(3, Moments.Noon).BilledMonthlyFrom(Moments.Noon)));

        Assert.Contains("No grant is known.\n", text, StringComparison.Ordinal);
        Assert.Contains("Due on invoice  $3.00\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_cannot_drive_the_readers_terminal()
    {
        Assert.DoesNotContain('\u001b', LedgerTable.Write(CreditLedger.Replay(ALedger.With(AGrant.Of(1).Named("\u001b[2Jx")))));
    }
}
