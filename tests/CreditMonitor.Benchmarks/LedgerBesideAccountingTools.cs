using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Ledger.Journals;

namespace CreditMonitor.Benchmarks;

/// <summary>A replay of 100,000 cost rows with 400 grants, beside the tools that check our journals of the same ledger. To reach: hledger 50 times, bean-query 200 times
/// as long (design: speed to reach). hledger adds up a split that we made, beancount chooses lots as we do; both read their journal from a file, so
/// reading our own document is shown as well.</summary>
[Config(typeof(Config))]
public class LedgerBesideAccountingTools
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-benchmark-").FullName;
    private LedgerFacts _facts = new([], [], []);
    private string _document = "";

    [GlobalSetup]
    public void Write()
    {
        _facts = SyntheticLedger.Of(usages: 100_000, grants: 400, seed: 1);
        _document = LedgerDocumentOf(_facts);
        var history = CreditLedger.ReplayHistory(_facts);
        File.WriteAllText(Journal("journal"), HledgerJournal.Write(history, "benchmark"));
        File.WriteAllText(Journal("beancount"), BeancountJournal.Write(history, "benchmark"));
    }

    [GlobalCleanup]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public LedgerState Replay() => CreditLedger.Replay(_facts);

    [Benchmark]
    public LedgerState ReadDocumentAndReplay() => CreditLedger.Replay(((LedgerInput.Ok)LedgerDocument.Read(_document)).Facts);

    [Benchmark]
    public void HledgerBal() => Run("hledger", "-f", Journal("journal"), "bal", "assets:openai", "--flat");

    [Benchmark]
    public void BeanQuery() => Run("bean-query", Journal("beancount"), "SELECT cost_label, sum(position) WHERE account ~ 'Credits' GROUP BY 1");

    private static string LedgerDocumentOf(LedgerFacts facts) =>
        $$"""{"grants":[{{string.Join(',', facts.Grants.Select(grant => $$"""{"id":"{{grant.Id}}","kind":"{{(grant.Kind == GrantKind.Paid ? "paid" : "promotional")}}","amount":"{{grant.Amount.ToExactString()}}","effective_at":"{{grant.EffectiveAt:yyyy-MM-dd'T'HH:mm:ss'Z'}}","expires_at":"{{grant.ExpiresAt:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}"""))}}],"usage":[{{string.Join(',', facts.Usage.Select(used => $$"""{"at":"{{used.At:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}}","amount":"{{used.Amount.ToExactString()}}"}"""))}}]}""";

    private string Journal(string kind) => Path.Combine(_folder, $"ledger.{kind}");

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        start.Environment["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1";
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}; ./build installs it on Debian.");
        }
    }

    private sealed class Config : BenchmarkDotNet.Configs.ManualConfig
    {
        /// <summary>Whole runs of seconds: three of each are enough for a ratio, and one that warms up.</summary>
        public Config() => AddJob(Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithStrategy(RunStrategy.Monitoring).WithWarmupCount(1).WithIterationCount(3));
    }
}
