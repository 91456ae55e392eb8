using System.Text.Json;
using CreditMonitor.Core.Statements;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake.Statements;

namespace CreditMonitor.Application.Tests.Intake.Statements;

/// <summary>The project's sample statements with what they hold; skipped where they do not lie beside the repository.</summary>
public sealed class SampleStatements
{
    [Fact]
    public void Every_sample_statement_gives_its_transactions()
    {
        var folder = Find() ?? "";
        Assert.SkipWhen(folder.Length == 0, "../shared/samples/statements is not there.");

        foreach (var sample in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            using var expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(sample, "expected.json")));
            var options = expected.RootElement.GetProperty("options");
            var currency = options.TryGetProperty("defaultCurrency", out var code) ? code.GetString() : null;
            var files = expected.RootElement.GetProperty("files").EnumerateArray().Select(file => new StatementFile(file.GetString()!, File.ReadAllBytes(Path.Combine(sample, file.GetString()!))));
            var read = StatementFiles.Read([.. files], new StatementOptions(Currency: currency));

            Assert.True(read.Faults.IsEmpty, $"{Path.GetFileName(sample)}: {string.Join(' ', read.Faults)}");
            Assert.Equal(
                expected.RootElement.GetProperty("transactions").EnumerateArray().Select(one => $"{one.GetProperty("date").GetString()} {decimal.Parse(one.GetProperty("amount").GetString()!, System.Globalization.CultureInfo.InvariantCulture):0.####} {one.GetProperty("currency").GetString()}").Order(StringComparer.Ordinal),
                read.Rows.Select(one => $"{(one.Row.Day is { } day ? InstantText.Format(day) : "")} {one.Row.Amount.Amount:0.####} {one.Row.Amount.Currency}").Order(StringComparer.Ordinal));
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "samples", "statements")))
            {
                return Path.Combine(folder.FullName, "shared", "samples", "statements");
            }
        }

        return null;
    }
}
