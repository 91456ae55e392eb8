using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Journals;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger.Journals;

/// <summary>The text of the journals; that the real tools accept them is tested where programs may be run.</summary>
public class JournalTests
{
    private static readonly DateTimeOffset Noon = Moments.Noon;

    [Fact]
    public void For_hledger_every_posting_to_a_grant_states_what_is_left()
    {
        var journal = HledgerJournal.Write(CreditLedger.ReplayHistory(ALedger.With(AGrant.Of(10).Named("g1")).Using(12.5m, Noon.AddHours(1)), Noon.AddDays(1)), "Acme");

        Assert.Contains("    expenses:api  12.5 USD\n    liabilities:openai:owed  -2.5 USD\n    assets:openai:credits:g1  -10 USD = 0 USD\n", journal, StringComparison.Ordinal);
    }

    [Fact]
    public void For_beancount_usage_names_no_lot()
    {
        var journal = BeancountJournal.Write(CreditLedger.ReplayHistory(ALedger.With(AGrant.Of(10).Named("g1")).Using(4, Noon.AddHours(1)), Noon.AddDays(1)), "Acme");

        Assert.Contains("  Assets:OpenAI:Credits  10 CREDIT {1 USD, 1970-01-01, \"g1\"}\n", journal, StringComparison.Ordinal);
        Assert.Contains("  Assets:OpenAI:Credits  -4 CREDIT {}\n", journal, StringComparison.Ordinal);
        Assert.EndsWith(" balance Assets:OpenAI:Credits  6 CREDIT\n", journal, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_that_a_journal_would_misread_get_plain_names_and_never_the_same_one()
    {
        string[] ids = ["a b", "a;b", "A-B-0", "a\nb", "", "a-b", "a:b", "ü\"{}", "a-b-1", new string('x', 90)];
        var state = CreditLedger.Replay(ALedger.With([.. ids.Select((id, n) => AGrant.Of(n + 1).Named(id))]));

        var names = HledgerJournal.Accounts(state).Values.ToList();

        Assert.Equal(ids.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.Matches("^assets:openai:credits:[A-Za-z0-9._-]{1,70}$", name));
        Assert.DoesNotContain('\n', BeancountJournal.Labels(state)["a\nb"]);
    }

    [Fact]
    public void What_comes_from_outside_stays_on_its_line_and_out_of_the_syntax()
    {
        var facts = ALedger.With(AGrant.Of(10).Named("g\" | ; \\ \n2026-01-01 open Assets:Evil")) with { Usage = [new Usage("u\" }\n*", Noon.AddHours(1), new Usd(1))] };
        var history = CreditLedger.ReplayHistory(facts, Noon.AddDays(1));

        foreach (var journal in new[] { HledgerJournal.Write(history, "A\nB"), BeancountJournal.Write(history, "A\nB") })
        {
            Assert.DoesNotContain("\n2026-01-01 open Assets:Evil", journal, StringComparison.Ordinal);
            Assert.DoesNotContain("\n*", journal, StringComparison.Ordinal);
            Assert.StartsWith("; A-B, as of", journal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_empty_ledger_is_an_empty_journal_and_no_error()
    {
        var history = CreditLedger.ReplayHistory(ALedger.With());

        Assert.DoesNotContain('*', HledgerJournal.Write(history, "Acme"));
        Assert.DoesNotContain("balance", BeancountJournal.Write(history, "Acme"), StringComparison.Ordinal);
    }
}
