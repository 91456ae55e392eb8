using System.Text.Json;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Simulation;

/// <summary>The project's sample years through the real executable; skipped where they do not lie beside the repository.</summary>
public sealed class SampleYears : IDisposable
{
    private readonly AProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Every_row_of_a_sample_year_has_a_label_and_a_reason_and_hardly_any_alarm_is_wrong()
    {
        var folder = Folder("samples/recon");
        Assert.SkipWhen(folder is null, "../shared/samples/recon is not there.");

        foreach (var seed in new[] { "seed-9011", "seed-9025", "seed-9161" })
        {
            var year = Path.Combine(folder!, seed);
            var ending = await _program.RunAsync("reconcile", "--charges", Path.Combine(year, "charges.csv"), "--billing", Path.Combine(year, "billing.json"), "--json");
            var rows = JsonDocument.Parse(ending.Output).RootElement.GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("row").GetInt32());
            var labels = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(year, "labels.json"))).RootElement.GetProperty("rows").EnumerateArray().ToList();

            Assert.All(rows.Values, row => Assert.NotEqual("", row.GetProperty("why").GetProperty("reason").GetString()));
            Assert.InRange(labels.Count(label => label.GetProperty("alert").GetBoolean() != rows[label.GetProperty("row").GetInt32()].GetProperty("alert").GetBoolean()), 0, 2);
        }
    }

    [Theory]
    [InlineData("{}", "as_of")]
    [InlineData("""{"as_of":"2026-01-01T00:00:00Z","purchases":[{"id":"p"}]}""", "$.purchases[0].kind")]
    [InlineData("not json", "not valid JSON")]
    public async Task A_billing_document_with_faults_is_refused_by_its_field(string billing, string expected)
    {
        var (charges, document) = (Path.Combine(_program.Folder, "charges.csv"), Path.Combine(_program.Folder, "billing.json"));
        await File.WriteAllTextAsync(charges, "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.44,\n");
        await File.WriteAllTextAsync(document, billing);

        var ending = await _program.RunAsync("reconcile", "--charges", charges, "--billing", document);

        Assert.Equal(3, ending.Code);
        Assert.Contains(ending.Sentences, sentence => sentence.Contains(expected, StringComparison.Ordinal));
    }

    private static string? Folder(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", path)))
            {
                return Path.Combine(folder.FullName, "shared", path);
            }
        }

        return null;
    }
}
