using System.Collections.Immutable;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Ledger.Journals;

/// <summary>The history as a journal for hledger (and ledger): an account for each grant, split by our engine, every posting to it with a balance assertion that
/// <c>hledger check --strict</c> reckons again.</summary>
public static class HledgerJournal
{
    private const string Credits = "assets:openai:credits:";
    private const string Owed = "liabilities:openai:owed";
    private const string Invoice = "liabilities:openai:invoice";

    private static readonly ImmutableArray<string> Others =
        [Owed, Invoice, "assets:card", "assets:refunds", "income:promotion", "expenses:api", "expenses:expired", "expenses:voided"];

    /// <summary>The account that holds a grant.</summary>
    public static ImmutableDictionary<string, string> Accounts(LedgerState state) =>
        JournalText.Names(state.Grants).ToImmutableDictionary(name => name.Key, name => Credits + name.Value, StringComparer.Ordinal);

    /// <param name="title">Who and what, for the first line.</param>
    public static string Write(LedgerHistory history, string title)
    {
        var accounts = Accounts(history.State);
        var grants = history.State.Grants.ToDictionary(balance => balance.Grant.Id, balance => balance.Grant, StringComparer.Ordinal);
        var text = new StringBuilder();
        text.Line($"; {JournalText.Words(title)}, as of {InstantText.Format(history.State.AsOf)}. US dollars, exact; days are UTC; order within a day is the order that counts.")
            .Line($"commodity 1000.{new string('0', JournalText.Decimals(history))} USD");
        foreach (var account in Others.Concat(accounts.Values.Order(StringComparer.Ordinal)))
        {
            text.Line($"account {account}");
        }

        var left = new Dictionary<string, Usd>(StringComparer.Ordinal);
        foreach (var entry in history.Entries)
        {
            text.Line("").Line($"{JournalText.Day(entry.At)} * OpenAI | {JournalText.Description(entry, grants)}  ; at:{InstantText.Format(entry.At)}");
            WriteCounterpart(text, entry, grants);
            foreach (var (grantId, amount) in entry.Parts)
            {
                var change = entry.Kind == LedgerEntryKind.Granted ? amount : -amount;
                var now = left[grantId] = left.GetValueOrDefault(grantId) + change;
                text.Line($"    {accounts[grantId]}  {change.ToExactString()} USD = {now.ToExactString()} USD");
            }
        }

        return text.ToString();
    }

    private static void WriteCounterpart(StringBuilder text, LedgerEntry entry, Dictionary<string, CreditGrant> grants)
    {
        var total = entry.Amount + entry.Owed + entry.Due;
        text.Line(entry.Kind switch
        {
            LedgerEntryKind.Granted => $"    {(grants[entry.Parts[0].GrantId].Kind == GrantKind.Paid ? "assets:card" : "income:promotion")}  {(-total).ToExactString()} USD",
            LedgerEntryKind.Used => $"    expenses:api  {total.ToExactString()} USD",
            LedgerEntryKind.OwedTaken => $"    {Owed}  {total.ToExactString()} USD",
            LedgerEntryKind.Refunded => $"    assets:refunds  {total.ToExactString()} USD",
            LedgerEntryKind.Expired => $"    expenses:expired  {total.ToExactString()} USD",
            _ => $"    expenses:voided  {total.ToExactString()} USD",
        });
        foreach (var (account, amount) in new[] { (Owed, entry.Owed), (Invoice, entry.Due) }.Where(owed => owed.Item2.IsPositive))
        {
            text.Line($"    {account}  {(-amount).ToExactString()} USD");
        }
    }
}
