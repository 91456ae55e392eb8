using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands.Reading.Forecasts;

/// <summary>The real executable, asked over standard input in a folder without any settings.</summary>
public sealed class ForecastsOnTheCommandLine : IDisposable
{
    private const string Even = """{"series":"even","origin":"2026-02-09","first":"2026-01-01","amounts":[2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,"2.0",2],"horizons":[7,30],"balances":{"10d":20}}""";

    private readonly AProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Each_horizon_and_each_balance_is_answered_in_order()
    {
        var ending = await AskAsync("forecast", Even);

        Assert.Equal((0, ""), (ending.Code, ending.Error));
        var lines = Lines(ending);
        Assert.Equal(3, lines.Count);
        Assert.Equal(("even", "2026-02-09", 7), (lines[0].GetProperty("series").GetString(), lines[0].GetProperty("origin").GetString(), lines[0].GetProperty("horizon").GetInt32()));
        Assert.Equal(14m, Math.Round(lines[0].GetProperty("p50").GetDecimal(), 6));
        Assert.True(lines[1].GetProperty("p10").GetDecimal() < 60m && lines[1].GetProperty("p90").GetDecimal() > 60m);
        Assert.Equal(("10d", "2026-02-19"), (lines[2].GetProperty("balance").GetString(), lines[2].GetProperty("runway_p50").GetString()));
        Assert.False(lines[0].TryGetProperty("note", out _));
    }

    [Fact]
    public async Task A_line_with_a_fault_is_one_sentence_and_exit_status_3_and_the_others_are_answered()
    {
        var ending = await AskAsync("forecast", "{\"series\":", Even, "", """{"series":"x","origin":"2026-02-09","first":"2026-02-08","amounts":[1,-2]}""");

        Assert.Equal(3, ending.Code);
        Assert.Equal(3, Lines(ending).Count);
        Assert.Equal(2, ending.Sentences.Count);
        Assert.StartsWith("creditmonitor: line 1: not a JSON object", ending.Sentences[0], StringComparison.Ordinal);
        Assert.StartsWith("creditmonitor: line 4: amounts[1] is negative", ending.Sentences[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Abnormal_days_are_named_for_each_series()
    {
        var steady = string.Join(',', Enumerable.Repeat("10", 40));
        var ending = await AskAsync("anomalies", $$"""{"id":"calm","first":"2026-01-01","amounts":[{{steady}}]}""", $$"""{"id":"burst","first":"2026-01-01","amounts":[{{steady}},55]}""");

        Assert.Equal((0, ""), (ending.Code, ending.Error));
        Assert.Equal("""{"id":"calm","alarms":[]}{"id":"burst","alarms":["2026-02-10"]}""", ending.Output.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task A_backtest_of_a_young_organization_says_how_many_days_it_needs()
    {
        var ending = await _program.Watching("http://127.0.0.1:9", await RealDay.BeginAsync()).RunAsync("backtest");

        Assert.Equal(2, ending.Code);
        Assert.Equal("creditmonitor: acme has 0 complete days of costs; a backtest needs 35.", Assert.Single(ending.Sentences));
    }

    [Fact]
    public async Task A_backtest_over_what_was_polled_is_a_table_for_people_and_json_for_programs()
    {
        var provider = new FakeProvider(TimeProvider.System) { AdminKey = "sk-admin-verb-test-key" };
        var day = await RealDay.BeginAsync();
        day.Spend(provider, 4m, 60);
        await using var server = await FakeServer.StartAsync(provider, CancellationToken.None);
        _program.Watching(server.BaseUrl.ToString(), day);
        Assert.Equal(0, (await _program.RunAsync("poll")).Code);

        var table = await _program.RunAsync("backtest");
        var json = await _program.RunAsync("backtest", "--org", "acme", "--json");

        Assert.Equal((0, 0), (table.Code, json.Code));
        Assert.StartsWith("acme: ", table.Output, StringComparison.Ordinal);
        Assert.Contains("in range", table.Output, StringComparison.Ordinal);
        var row = JsonDocument.Parse(json.Output).RootElement.GetProperty("horizons")[0];
        Assert.Equal((7, 1m, 0m), (row.GetProperty("days").GetInt32(), row.GetProperty("coverage").GetDecimal(), row.GetProperty("error").GetDecimal()));
    }

    private async Task<Ending> AskAsync(string verb, params string[] lines)
    {
        using var process = _program.Start(verb);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(string.Join('\n', lines) + "\n");
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await process.WaitForExitAsync(patience.Token);
        return new Ending(process.ExitCode, await output, await error);
    }

    private static List<JsonElement> Lines(Ending ending) => [.. ending.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
