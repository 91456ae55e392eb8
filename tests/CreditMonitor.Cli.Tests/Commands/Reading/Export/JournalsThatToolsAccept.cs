using System.Globalization;
using CreditMonitor.Cli.Commands.Reading.Export;
using CreditMonitor.Cli.Simulation.Sample;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Journals;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands.Reading.Export;

/// <summary>hledger and beancount reckon our journals again and reach our balances, grant by grant. beancount chooses the lots itself.</summary>
public sealed class JournalsThatToolsAccept : IDisposable
{
    // hledger is a process for each question, beancount one for all. CREDITMONITOR_JOURNAL_LEDGERS sets another number for both.
    private const int HledgerLedgers = 60;
    private const int BeancountLedgers = 500;

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-journals-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task For_random_ledgers_hledger_checks_every_assertion_and_finds_our_balances()
    {
        AccountingTools.Require();

        foreach (var (seed, history) in RandomHistories(HledgerLedgers))
        {
            var journal = await WriteAsync($"{seed}.journal", HledgerJournal.Write(history, $"seed {seed}"));
            await AccountingTools.RunAsync("hledger", "-f", journal, "check", "--strict");
            Assert.Equivalent(AccountingTools.Ours(history.State, HledgerJournal.Accounts(history.State)), await AccountingTools.HledgerBalancesAsync(journal), strict: true);
        }
    }

    [Fact]
    public async Task For_random_ledgers_beancount_chooses_the_lots_that_we_chose()
    {
        AccountingTools.Require();
        var histories = RandomHistories(BeancountLedgers).ToList();
        var journals = await Task.WhenAll(histories.Select(one => WriteAsync($"{one.Seed}.beancount", BeancountJournal.Write(one.History, $"seed {one.Seed}"))));

        var found = await AccountingTools.BeancountLotsAsync(journals);

        Assert.Equal(histories.Count, found.Count);
        foreach (var ((seed, history), (errors, lots)) in histories.Zip(found))
        {
            Assert.True(errors.Count == 0, $"seed {seed}: {string.Join("; ", errors)}");
            Assert.Equivalent(AccountingTools.Ours(history.State, BeancountJournal.Labels(history.State)), lots, strict: true);
        }
    }

    [Fact]
    public async Task The_demo_organizations_journals_are_accepted_and_give_its_balances()
    {
        AccountingTools.Require();
        using var world = new AWorld();
        var life = SampleOrganization.Build(AWorld.Start, seed: 7);
        SampleOrganization.FillStandIn(world.Provider, life);
        world.Organization = world.Organization with { Grants = life.Grants };
        await world.ReadyAsync();
        await world.PollAsync();

        var history = (await OrganizationExport.ReadAsync(world.Store, world.Organization, AWorld.Start, CancellationToken.None)).History!;
        var hledger = await WriteAsync("demo.journal", HledgerJournal.Write(history, "demo"));
        var beancount = await WriteAsync("demo.beancount", BeancountJournal.Write(history, "demo"));

        await AccountingTools.RunAsync("hledger", "-f", hledger, "check", "--strict");
        await AccountingTools.RunAsync("bean-check", beancount);
        Assert.True(history.Entries.Length > 300 && history.State.Balance.IsPositive);
        Assert.Equivalent(AccountingTools.Ours(history.State, HledgerJournal.Accounts(history.State)), await AccountingTools.HledgerBalancesAsync(hledger), strict: true);
        Assert.Equivalent(AccountingTools.Ours(history.State, BeancountJournal.Labels(history.State)), (await AccountingTools.BeancountLotsAsync([beancount])).Single().Lots, strict: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_journal_with_a_wrong_figure_is_refused(bool byHledger)
    {
        AccountingTools.Require();
        var history = CreditLedger.ReplayHistory(ALedger.With(AGrant.Of(10).Named("g1"), AGrant.Of(20).Named("g2")).Using(12, Moments.Noon.AddHours(1)), Moments.Noon.AddDays(1));

        var wrong = byHledger
            ? await WriteAsync("wrong.journal", HledgerJournal.Write(history, "wrong").Replace("= 18 USD", "= 17 USD", StringComparison.Ordinal))
            : await WriteAsync("wrong.beancount", BeancountJournal.Write(history, "wrong").Replace("Credits  18 CREDIT", "Credits  17 CREDIT", StringComparison.Ordinal));

        await Assert.ThrowsAsync<InvalidOperationException>(() => byHledger ? AccountingTools.RunAsync("hledger", "-f", wrong, "check") : AccountingTools.RunAsync("bean-check", wrong));
    }

    private static IEnumerable<(int Seed, LedgerHistory History)> RandomHistories(int most)
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("CREDITMONITOR_JOURNAL_LEDGERS"), CultureInfo.InvariantCulture, out var asked) ? asked : most;
        return Enumerable.Range(0, count).Select(seed => (seed, CreditLedger.ReplayHistory(
            RandomLedger.Of(seed), seed % 2 == 0 ? Moments.Noon.AddDays(30) : new RandomLedger(-1 - seed).Instant())));
    }

    private async Task<string> WriteAsync(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, content);
        return path;
    }
}
