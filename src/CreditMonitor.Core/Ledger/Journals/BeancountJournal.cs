using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Ledger.Journals;

/// <summary>The history as a journal for beancount, which chooses the lots of all usage by itself: the account is booked first in, first out, and a lot's date is
/// its place in our burn order, so that a wrong order or a wrong end of ours would not book.</summary>
public static class BeancountJournal
{
    private const string Credits = "Assets:OpenAI:Credits";
    private const string Owed = "Liabilities:OpenAI:Owed";
    private const string Invoice = "Liabilities:OpenAI:Invoice";

    private static readonly DateOnly FirstPlace = new(1970, 1, 1);

    private static readonly ImmutableArray<string> Others =
        [Owed, Invoice, "Assets:Card", "Assets:Refunds", "Income:Promotion", "Expenses:API", "Expenses:Expired", "Expenses:Voided"];

    /// <summary>The label of each grant's lot.</summary>
    public static ImmutableDictionary<string, string> Labels(LedgerState state) => JournalText.Names(state.Grants);

    /// <param name="title">Who and what, for the first line.</param>
    public static string Write(LedgerHistory history, string title)
    {
        var grants = history.State.Grants.ToDictionary(balance => balance.Grant.Id, balance => balance.Grant, StringComparer.Ordinal);
        var lots = Lots(history.State);
        var text = new StringBuilder();
        text.Line($"; {JournalText.Words(title)}, as of {InstantText.Format(history.State.AsOf)}. CREDIT is US dollars of credit, exact; days are UTC; order within a day is the order that counts.")
            .Line("option \"operating_currency\" \"USD\"");
        if (!history.Entries.IsEmpty)
        {
            var first = JournalText.Day(history.Entries[0].At);
            text.Line($"{first} open {Credits} CREDIT \"FIFO\"");
            foreach (var account in Others)
            {
                text.Line($"{first} open {account} USD");
            }
        }

        foreach (var entry in history.Entries)
        {
            text.Line("").Line($"{JournalText.Day(entry.At)} * \"OpenAI\" \"{JournalText.Description(entry, grants)}\"").Line($"  at: \"{InstantText.Format(entry.At)}\"");
            WritePostings(text, entry, grants, lots);
        }

        WriteAssertion(text, history);
        return text.ToString();
    }

    private static void WritePostings(StringBuilder text, LedgerEntry entry, Dictionary<string, CreditGrant> grants, ImmutableDictionary<string, string> lots)
    {
        var total = entry.Amount + entry.Owed + entry.Due;
        var (account, change) = entry.Kind switch
        {
            LedgerEntryKind.Granted => (grants[entry.Parts[0].GrantId].Kind == GrantKind.Paid ? "Assets:Card" : "Income:Promotion", -total),
            LedgerEntryKind.Used => ("Expenses:API", total),
            LedgerEntryKind.OwedTaken => (Owed, total),
            LedgerEntryKind.Refunded => ("Assets:Refunds", total),
            LedgerEntryKind.Expired => ("Expenses:Expired", total),
            _ => ("Expenses:Voided", total),
        };
        text.Line($"  {account}  {change.ToExactString()} USD");
        foreach (var (liability, amount) in new[] { (Owed, entry.Owed), (Invoice, entry.Due) }.Where(owed => owed.Item2.IsPositive))
        {
            text.Line($"  {liability}  {(-amount).ToExactString()} USD");
        }

        if (entry.Amount.IsPositive)
        {
            var (size, lot) = entry.Kind switch
            {
                LedgerEntryKind.Granted => (entry.Amount, lots[entry.Parts[0].GrantId]),
                LedgerEntryKind.Used or LedgerEntryKind.OwedTaken => (-entry.Amount, "{}"),
                _ => (-entry.Amount, lots[entry.Parts[0].GrantId]),
            };
            text.Line($"  {Credits}  {size.ToExactString()} CREDIT {lot}");
        }
    }

    /// <summary>A balance directive holds at the start of its day, so it stands on the day after.</summary>
    private static void WriteAssertion(StringBuilder text, LedgerHistory history)
    {
        var day = DateOnly.FromDateTime(history.State.AsOf.UtcDateTime.AddTicks(history.State.AsOf.UtcTicks > 0 ? -1 : 0));
        if (!history.Entries.IsEmpty && day < DateOnly.MaxValue)
        {
            text.Line("").Line($"{InstantText.Format(day.AddDays(1))} balance {Credits}  {history.State.Balance.ToExactString()} CREDIT");
        }
    }

    private static ImmutableDictionary<string, string> Lots(LedgerState state)
    {
        var labels = Labels(state);
        return state.Grants.Select((balance, place) => (balance.Grant.Id, place)).ToImmutableDictionary(
            lot => lot.Id, lot => string.Create(CultureInfo.InvariantCulture, $"{{1 USD, {FirstPlace.AddDays(lot.place):yyyy-MM-dd}, \"{labels[lot.Id]}\"}}"), StringComparer.Ordinal);
    }
}
