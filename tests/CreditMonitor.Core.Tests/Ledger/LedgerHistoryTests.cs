using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

public class LedgerHistoryTests
{
    private const int Ledgers = 1_000;

    private static readonly DateTimeOffset Noon = Moments.Noon;

    [Fact]
    public void Every_cent_that_moves_is_an_entry_in_the_order_in_which_it_moved()
    {
        var grant = AGrant.Of(10).Named("g").EffectiveAt(Noon).ExpiringAt(Noon.AddDays(5));
        var facts = ALedger.With(grant).Using(3, Noon.AddDays(-1)).Using(4, Noon.AddHours(1)).Refunding("g", 1, Noon.AddDays(2));

        var entries = CreditLedger.ReplayHistory(facts, Noon.AddDays(9)).Entries;

        Assert.Equal(
            [
                (LedgerEntryKind.Used, 0m, 3m), (LedgerEntryKind.Granted, 10m, 0m), (LedgerEntryKind.OwedTaken, 3m, 0m), (LedgerEntryKind.Used, 4m, 0m),
                (LedgerEntryKind.Refunded, 1m, 0m), (LedgerEntryKind.Expired, 2m, 0m),
            ],
            entries.Select(entry => (entry.Kind, entry.Amount.Amount, entry.Owed.Amount)));
    }

    [Fact]
    public void What_moved_nothing_is_no_entry()
    {
        var spent = AGrant.Of(5).ExpiringAt(Noon.AddDays(1));

        var entries = CreditLedger.ReplayHistory(ALedger.With(spent).Using(5, Noon).Using(0, Noon), Noon.AddDays(2)).Entries;

        Assert.Equal([LedgerEntryKind.Granted, LedgerEntryKind.Used], entries.Select(entry => entry.Kind));
    }

    [Fact]
    public void The_entries_add_up_to_the_state_grant_by_grant() => Over((facts, history) =>
    {
        foreach (var balance in history.State.Grants)
        {
            Usd Of(params LedgerEntryKind[] kinds) => Usd.Sum(history.Entries.Where(entry => kinds.Contains(entry.Kind)).SelectMany(entry => entry.Parts)
                .Where(part => part.GrantId == balance.Grant.Id).Select(part => part.Remaining));

            Assert.Equal(balance.Consumed, Of(LedgerEntryKind.Used, LedgerEntryKind.OwedTaken));
            Assert.Equal((balance.Expired, balance.Voided, balance.Refunded), (Of(LedgerEntryKind.Expired), Of(LedgerEntryKind.Voided), Of(LedgerEntryKind.Refunded)));
            Assert.Equal(balance.Remaining, Of(LedgerEntryKind.Granted) - Of(LedgerEntryKind.Used, LedgerEntryKind.OwedTaken, LedgerEntryKind.Expired, LedgerEntryKind.Voided, LedgerEntryKind.Refunded));
        }

        Assert.Equal(history.State.Overage, Usd.Sum(history.Entries.Select(entry => entry.Owed)) - Usd.Sum(history.Entries.Where(entry => entry.Kind == LedgerEntryKind.OwedTaken).Select(entry => entry.Amount)));
        Assert.Equal(history.State.DueOnInvoice, Usd.Sum(history.Entries.Select(entry => entry.Due)));
    });

    [Fact]
    public void Writing_the_history_down_changes_nothing_of_the_state() => Over((facts, history) =>
        Assert.Equal(LedgerDocument.Write(CreditLedger.Replay(facts, history.State.AsOf)), LedgerDocument.Write(history.State)));

    [Fact]
    public void Entries_never_go_back_in_time() => Over((_, history) =>
        Assert.Equal(history.Entries.Select(entry => entry.At).Order(), history.Entries.Select(entry => entry.At)));

    private static void Over(Action<LedgerFacts, LedgerHistory> law) => Seeds.ForEach(Ledgers, seed =>
    {
        var facts = RandomLedger.Of(seed);
        law(facts, CreditLedger.ReplayHistory(facts, new RandomLedger(-1 - seed).Instant()));
        law(facts, CreditLedger.ReplayHistory(facts, Noon.AddDays(30)));
    });
}
