using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Cli.Tests.Commands.Reading.Export;

/// <summary>The real programs that check our journals. <c>./build</c> installs them where Debian's packages can be; elsewhere the tests are skipped, visibly.</summary>
internal static class AccountingTools
{
    private static readonly string[] Programs = ["hledger", "bean-check", "bean-query"];

    public static void Require()
    {
        var paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var missing = Programs.Where(program => !paths.Any(path => File.Exists(Path.Combine(path, program)))).ToList();
        Assert.SkipWhen(missing.Count > 0, $"{string.Join(", ", missing)} not installed; on Debian ./build installs hledger and beancount.");
    }

    /// <exception cref="InvalidOperationException">The program refused; its message is in the text.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BEANCOUNT_DISABLE_LOAD_CACHE"] = "1";
        start.Environment["LANG"] = "C.UTF-8";
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await error}");
    }

    /// <summary>What hledger says each account of the credits has left; accounts at zero are absent.</summary>
    public static async Task<Dictionary<string, decimal>> HledgerBalancesAsync(string journal)
    {
        var lines = (await RunAsync("hledger", "-f", journal, "bal", "assets:openai", "--flat", "-O", "csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Skip(1).Select(line => line.Trim('"').Split("\",\"")).Where(cells => cells[0] != "total")
            .ToDictionary(cells => cells[0], cells => decimal.Parse(cells[1].Replace(" USD", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    /// <summary>For each journal the errors that beancount found, and what each lot has left; empty lots are absent.</summary>
    public static async Task<List<(List<string> Errors, Dictionary<string, decimal> Lots)>> BeancountLotsAsync(IEnumerable<string> journals)
    {
        var lines = (await RunAsync("/usr/bin/python3", journals.Prepend(Path.Combine(AppContext.BaseDirectory, "Commands", "Reading", "Export", "lots.py")))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line =>
        {
            using var document = JsonDocument.Parse(line);
            return (
                document.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!).ToList(),
                document.RootElement.GetProperty("lots").EnumerateObject().ToDictionary(lot => lot.Name, lot => decimal.Parse(lot.Value.GetString()!, CultureInfo.InvariantCulture)));
        })];
    }

    /// <summary>What we say each grant has left, under the names that a journal gives them; empty ones left out.</summary>
    public static Dictionary<string, decimal> Ours(LedgerState state, IReadOnlyDictionary<string, string> names) => state.Grants
        .Where(balance => balance.Remaining.IsPositive).ToDictionary(balance => names[balance.Grant.Id], balance => balance.Remaining.Amount);
}
