using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>The real executable, told of grants and balances as a person would.</summary>
public sealed class FactsToldByVerb : IAsyncLifetime
{
    private readonly AProgram _program = new();
    private readonly FakeProvider _provider = new(TimeProvider.System) { AdminKey = "sk-admin-verb-test-key" };
    private RealDay _day = null!;
    private FakeServer? _server;

    public async ValueTask InitializeAsync()
    {
        _day = await RealDay.BeginAsync();
        _day.Spend(_provider, 1m, 200);
        _server = await FakeServer.StartAsync(_provider, CancellationToken.None);
        _program.Set("Organizations:0:Id", "acme").Set("Organizations:0:AdminKey", "sk-admin-verb-test-key").Set("Organizations:0:BaseUrl", _server.BaseUrl.ToString())
            .Set("Organizations:0:Subscribers:0", "team@example.com");    // else that nobody is told would be an alert too
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _program.Dispose();
    }

    [Fact]
    public async Task The_account_is_told_and_shown_and_no_more_of_a_cards_number_is_taken_than_four_digits()
    {
        Assert.Contains("auto-recharge: unknown", (await DoneAsync("account")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await _program.RunAsync("account", "--card", "4242424242424242", "--card-ends", "2029-03")).Code);
        Assert.Equal(2, (await _program.RunAsync("account", "--threshold", "10")).Code);

        await DoneAsync("account", "--auto-recharge", "on", "--threshold", "10", "--restore-to", "50", "--card", "4242", "--card-ends", "2029-03");

        var body = JsonDocument.Parse((await DoneAsync("account", "--plan", "cancelled", "--json")).Output).RootElement;
        Assert.Equal(("10", "4242", "2029-03", "cancelled"), (
            body.GetProperty("auto_recharge").GetProperty("threshold").GetString(), body.GetProperty("card").GetProperty("last_four").GetString(),
            body.GetProperty("card").GetProperty("ends").GetString(), body.GetProperty("plan").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_statement_is_shown_without_being_kept_then_kept_once()
    {
        var file = Path.Combine(_program.Folder, "march.csv");
        await File.WriteAllTextAsync(file, "Date,Description,Amount\n2026-03-05,OPENAI,5.00\n2026-03-06,OTHER,1.00\n");
        Assert.Equal(2, (await _program.RunAsync("import", file, "--dry-run")).Code);

        var shown = JsonDocument.Parse((await DoneAsync("import", file, file, "--currency", "USD", "--dry-run", "--json")).Output).RootElement;
        Assert.Equal(["5.00", "1.00"], shown.GetProperty("charges").EnumerateArray().Select(charge => charge.GetProperty("amount").GetString()));
        Assert.Equal(2, shown.GetProperty("skipped").GetArrayLength());

        Assert.Contains("OPENAI: added", (await DoneAsync("import", file, "--currency", "USD")).Output, StringComparison.Ordinal);
        Assert.Contains("OPENAI: unchanged", (await DoneAsync("import", file, "--currency", "USD")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grant_told_of_is_known_at_once_and_costs_are_read_back_to_its_start()
    {
        await DoneAsync("poll");
        Assert.Equal(JsonValueKind.Null, (await StatusAsync()).GetProperty("balance").ValueKind);

        await DoneAsync("grant", "add", "spring", "500", "--effective-at", Day(-150), "--expires-at", Day(40));
        await DoneAsync("poll");

        Assert.Equal(500m - 150m, (await StatusAsync()).GetProperty("balance").GetDecimal());
        Assert.Contains("spring: paid $500", (await DoneAsync("grant", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_teams_own_past_is_replayed_from_its_export_and_an_alert_says_why_it_came_no_earlier()
    {
        await DoneAsync("grant", "add", "spring", "500", "--effective-at", Day(-100), "--expires-at", Day(20));
        await DoneAsync("poll");
        var export = Path.Combine(_program.Folder, "export.json");
        await File.WriteAllTextAsync(export, (await DoneAsync("export", "--format", "json")).Output);

        var replayed = (await DoneAsync("replay", "--from-export", export, "--explain", "credit_expiring")).Output;

        Assert.Contains("acme, ", replayed, StringComparison.Ordinal);
        Assert.Contains("of OpenAI credit lapses", replayed, StringComparison.Ordinal);
        Assert.Contains("no earlier: ", replayed, StringComparison.Ordinal);
        Assert.Equal(3, (await _program.RunAsync("replay", "--from-export", Path.Combine(_program.Folder, "missing.json"))).Code);
        Assert.Equal(2, (await _program.RunAsync("replay")).Code);
    }

    [Fact]
    public async Task Telling_twice_changes_nothing_correcting_moves_the_balance_and_a_void_takes_the_rest()
    {
        await DoneAsync("poll");
        var first = await DoneAsync("grant", "add", "g", "500", "--effective-at", Day(-20), "--json");
        var again = await DoneAsync("grant", "add", "g", "500", "--effective-at", Day(-20), "--json");
        var corrected = await DoneAsync("grant", "add", "g", "400", "--effective-at", Day(-20), "--json");
        Assert.Equal(["added", "unchanged", "replaced"], new[] { first, again, corrected }.Select(ending => JsonDocument.Parse(ending.Output).RootElement.GetProperty("source").GetString()));
        Assert.Contains("moved from $480.00 to $380.00", (await DoneAsync("status")).Output, StringComparison.Ordinal);

        await DoneAsync("grant", "void", "g");
        Assert.Equal(0m, (await StatusAsync()).GetProperty("balance").GetDecimal());

        var export = JsonDocument.Parse((await DoneAsync("export", "--format", "json")).Output).RootElement;
        Assert.Equal(3, export.GetProperty("audit").GetArrayLength());
        Assert.Contains("replaces", export.GetProperty("audit")[0].GetProperty("changes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("voided", export.GetProperty("ledger").GetProperty("grants").GetProperty("g").GetProperty("state").GetString());
    }

    [Fact]
    public async Task The_dashboards_table_gives_grants_their_dates_and_the_balance_a_reading()
    {
        await DoneAsync("poll");
        await DoneAsync("grant", "add", "mine", "500", "--effective-at", Day(-20));
        var table = $"Received State Balance Expires\n{Shown(-25)}\tAvailable\t$480.00/$500.00\t{Shown(300)}\n";

        var preview = await DoneFromFileAsync(table, "--dry-run");
        var kept = await DoneFromFileAsync(table);

        Assert.Contains("Nothing was kept", preview.Output, StringComparison.Ordinal);
        Assert.Contains($"is mine, line 2: its expiry is taken", kept.Output, StringComparison.Ordinal);
        var status = await StatusAsync();
        Assert.Empty(status.GetProperty("open_alerts").EnumerateArray());
        Assert.Equal(Day(300), status.GetProperty("next_expiry").GetProperty("at").GetString()![..10]);
    }

    [Fact]
    public async Task A_csv_of_grants_is_taken_in_whole_or_not_at_all()
    {
        var wrong = await FromFileAsync($"id,kind,amount,effective_at\na,paid,100,{Day(-9)}\nb,given,12x,soon\n");
        var right = await FromFileAsync($"id,kind,amount,effective_at,expires_at\na,paid,100,{Day(-9)},\n\"b, second\",promotional,20,{Day(-9)}T10:00:00+02:00,never\n");

        Assert.Equal(3, wrong.Code);
        Assert.Equal(["grants.txt: line 3, kind", "grants.txt: line 3, amount"], wrong.Sentences.Select(sentence => string.Join(':', sentence.Split(':')[1..3]).Trim()));
        Assert.Equal(0, right.Code);
        Assert.Contains("2 added, 0 replaced, 0 unchanged", right.Output, StringComparison.Ordinal);
        Assert.Contains("never lapses", (await DoneAsync("grant", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_balance_that_the_ledger_cannot_explain_is_told_at_once()
    {
        await DoneAsync("grant", "add", "g", "500", "--effective-at", Day(-20));
        await DoneAsync("poll");

        await DoneAsync("balance", "300");

        Assert.Equal("balance_mismatch", (await StatusAsync()).GetProperty("open_alerts").EnumerateArray().Single().GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("--expires-at", "grant", "add", "g", "5", "--expires-at", "soon")]
    [InlineData("AMOUNT", "grant", "add", "g", "five")]
    [InlineData("AMOUNT", "grant", "add", "--", "g", "-5")]
    [InlineData("ID", "grant", "add", "", "5")]
    [InlineData("nobody", "grant", "void", "nobody")]
    [InlineData("--at", "balance", "5", "--at", "2999-01-01")]
    [InlineData("--grants", "import")]
    public async Task What_makes_no_sense_is_one_sentence_and_keeps_nothing(string named, params string[] arguments)
    {
        var ending = await _program.RunAsync(arguments);

        Assert.Equal(2, ending.Code);
        Assert.Contains(named, Assert.Single(ending.Sentences), StringComparison.Ordinal);
        Assert.Contains("no grant is known", (await DoneAsync("grant", "list")).Output, StringComparison.Ordinal);
    }

    private async Task<Ending> DoneAsync(params string[] arguments)
    {
        var ending = await _program.RunAsync(arguments);
        Assert.True(ending.Code == 0, $"{string.Join(' ', arguments)} ended with {ending.Code}: {ending.Error}{ending.Output}");
        return ending;
    }

    private async Task<Ending> FromFileAsync(string content, params string[] more)
    {
        await File.WriteAllTextAsync(Path.Combine(_program.Folder, "grants.txt"), content);
        return await _program.RunAsync(["import", "--grants", "grants.txt", .. more]);
    }

    private async Task<Ending> DoneFromFileAsync(string content, params string[] more)
    {
        var ending = await FromFileAsync(content, more);
        Assert.True(ending.Code == 0, ending.Error);
        return ending;
    }

    private async Task<JsonElement> StatusAsync() => JsonDocument.Parse((await DoneAsync("status", "--json")).Output).RootElement.GetProperty("organizations")[0];

    private string Day(int fromToday) => InstantText.Format(_day.Plus(fromToday));

    private string Shown(int fromToday) => _day.Plus(fromToday).ToString("MMM d, yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
