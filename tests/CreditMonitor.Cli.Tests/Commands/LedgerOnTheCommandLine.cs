using System.Text.Json;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

public sealed class LedgerOnTheCommandLine
{
    [Fact]
    public async Task A_ledger_document_is_replayed_without_any_setting()
    {
        using var anywhere = new AProgram();
        await File.WriteAllTextAsync(
            Path.Combine(anywhere.Folder, "ledger.json"),
            """{"grants":[{"id":"g1","kind":"paid","amount":"1000","effective_at":"2026-02-03T10:00:00Z","expires_at":"2027-02-03T10:00:00Z"}],"usage":[{"at":"2026-02-04T00:00:00Z","amount":"12.5"}]}""");

        var ending = await anywhere.RunAsync("ledger", "ledger.json", "--json");

        Assert.Equal(0, ending.Code);
        Assert.Equal("987.5", JsonDocument.Parse(ending.Output).RootElement.GetProperty("balance").GetString());
    }

    [Fact]
    public async Task What_would_lapse_if_usage_stopped_is_answered_for_any_later_instant()
    {
        using var anywhere = new AProgram();
        await File.WriteAllTextAsync(
            Path.Combine(anywhere.Folder, "ledger.json"),
            """{"grants":[{"id":"g1","kind":"paid","amount":"1000","effective_at":"2026-02-03T10:00:00Z"}],"usage":[{"at":"2026-02-04T00:00:00Z","amount":"12.5"},{"at":"2026-06-04T00:00:00Z","amount":"100"}]}""");

        var told = await anywhere.RunAsync("ledger", "ledger.json", "--as-of", "2026-03-01T00:00:00Z", "--lapses-until", "2027-03-01T00:00:00Z", "--json");
        var shown = await anywhere.RunAsync("ledger", "ledger.json", "--as-of", "2026-03-01T00:00:00Z", "--lapses-until", "2027-01-01T00:00:00Z");
        var wrong = await anywhere.RunAsync("ledger", "ledger.json", "--as-of", "2026-03-01T00:00:00Z", "--lapses-until", "2026-01-01T00:00:00Z");

        Assert.Equal("""[{"at":"2027-02-03T10:00:00Z","grant_id":"g1","amount":"987.5"}]""", JsonDocument.Parse(told.Output).RootElement.GetProperty("lapses_if_usage_stopped").GetRawText());
        Assert.Contains("nothing would lapse by 2027-01-01T00:00:00Z", shown.Output, StringComparison.Ordinal);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("--lapses-until", Assert.Single(wrong.Sentences), StringComparison.Ordinal);
    }
}
