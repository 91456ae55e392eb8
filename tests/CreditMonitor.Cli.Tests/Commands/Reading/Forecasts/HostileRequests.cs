using CreditMonitor.Cli.Commands.Reading.Forecasts;

namespace CreditMonitor.Cli.Tests.Commands.Reading.Forecasts;

/// <summary>What a request may get wrong, and the sentence that names it.</summary>
public class HostileRequests
{
    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("7", "not a JSON object")]
    [InlineData("{", "not a JSON object (column 2)")]
    [InlineData("{}", "series is missing.")]
    [InlineData("{\"series\":\"\\ud800\"}", "a text in it is not valid Unicode")]
    [InlineData("{\"series\":\"x\",\"origin\":\"2026-03-01\",\"first\":\"2026-03-01\",\"amounts\":[1],\"balances\":{\"\\ud800\":1}}", "a text in it is not valid Unicode")]
    [InlineData("""{"series":""}""", "series is not a text of 1 to 500 characters.")]
    [InlineData("""{"series":"x","origin":"2026-02-30"}""", "origin is not a day such as 2026-03-01.")]
    [InlineData("""{"series":"x","origin":"0001-01-01"}""", "origin is not a day such as 2026-03-01.")]
    [InlineData("""{"series":"x","origin":"2026-03-01"}""", "amounts is missing.")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1,null]}""", "amounts[1] is not an amount")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":["NaN"]}""", "amounts[0] is not a decimal number")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1e30]}""", "amounts[0] is 10^12 or more")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1,2]}""", "origin is before 2026-03-02")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2025-03-01","amounts":[1]}""", "origin is more than a month after 2025-03-01")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1],"horizons":[0]}""", "horizons[0] is not a whole number of days from 1 to 400.")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1],"horizons":[1.5]}""", "horizons[0] is not a whole number")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1],"balances":[]}""", "balances is not an object")]
    [InlineData("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1],"balances":{"b\u001b":"-"}}""", "balances.… is not a decimal number")]
    public async Task A_fault_is_named_by_line_and_field(string line, string fault)
    {
        var (code, output, error) = await AnswerAsync(line);

        Assert.Equal((3, ""), (code, output));
        Assert.StartsWith($"creditmonitor: line 1: {fault}", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_line_without_an_end_is_given_up_and_the_next_is_answered()
    {
        var (code, output, error) = await AnswerAsync($$"""{"series":"{{new string('x', RequestLines.LongestLine)}}"}""" + "\n" + Young);

        Assert.Equal(3, code);
        Assert.Equal("creditmonitor: line 1: longer than 1 MiB, which no request is.", error.Trim());
        Assert.Contains("\"horizon\":7", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Little_history_says_so_and_less_answers_nothing()
    {
        Assert.Contains("\"note\":\"little history: 3 complete days\"", (await AnswerAsync(Young)).Output, StringComparison.Ordinal);
        var newborn = await AnswerAsync("""{"series":"x","origin":"2026-03-01","first":"2026-03-01","amounts":[1],"horizons":[7],"balances":{"b":3}}""");
        Assert.Equal(0, newborn.Code);
        Assert.Contains("\"p10\":null,\"p50\":null,\"p90\":null,\"note\":\"fewer than 3 complete days foretell nothing\"", newborn.Output, StringComparison.Ordinal);
        Assert.Contains("\"runway_p10\":null", newborn.Output, StringComparison.Ordinal);
    }

    private const string Young = """{"series":"x","origin":"2026-03-03","first":"2026-03-01","amounts":[1,2,3],"horizons":[7]}""";

    private static async Task<(int Code, string Output, string Error)> AnswerAsync(string input)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await RequestLines.AnswerAsync(new StringReader(input), output, error, ForecastAnswers.Forecast, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
