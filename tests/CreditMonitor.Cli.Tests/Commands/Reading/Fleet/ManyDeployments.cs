using System.Text.Json;
using CreditMonitor.Cli.Commands.Reading.Fleet;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CreditMonitor.Cli.Tests.Commands.Reading.Fleet;

/// <summary>The status of several deployments, read over HTTP by the real executable.</summary>
public sealed class ManyDeployments : IAsyncLifetime
{
    private const string Key = "a-reading-key-of-the-fleet";

    private readonly AProgram _program = new();
    private WebApplication _deployments = null!;

    private string Base => _deployments.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _deployments = builder.Build();
        _deployments.Run(AnswerAsync);
        await _deployments.StartAsync();
        _program.Variable("ACME_KEY", Key).Variable("WRONG_KEY", "a-key-of-somebody-else");
    }

    public async ValueTask DisposeAsync()
    {
        await _deployments.DisposeAsync();
        _program.Dispose();
    }

    [Fact]
    public async Task One_table_shows_all_the_worst_first_and_what_gives_no_status_is_named_with_what_to_do()
    {
        var ending = await FleetAsync($"{Base}/well ACME_KEY", "", "# a comment", $"{Base}/blind ACME_KEY   # another", $"{Base}/well WRONG_KEY", $"{Base}/page ACME_KEY");

        Assert.Equal(4, ending.Code);
        var lines = ending.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^organization +status +balance", lines[0]);
        Assert.Matches(@"^Blind Inc\. \(blind\) +critical, blind", lines[1]);
        Assert.Matches(@"^Acme \(acme\) +ok +\$260\.00 +65 days +Sun 15 Mar 2026 12:00 UTC, \$260\.00 +1 +Tue 10 Mar 2026 12:00 UTC", lines[^2]);
        Assert.StartsWith("4 deployments, 2 organizations, 2 without a status; asked ", lines[^1], StringComparison.Ordinal);
        Assert.Equal(
            [$"creditmonitor: {Base}/well: It refuses the access key in WRONG_KEY; set the key that its vault holds as access-key-read.", $"creditmonitor: {Base}/page: It answered 200 and no status; see that a Credit Monitor runs at that address."],
            ending.Sentences);
    }

    [Fact]
    public async Task As_json_it_is_one_document_with_the_words_as_they_came()
    {
        var ending = await FleetAsync("--json", $"{Base}/well ACME_KEY", $"{Base}/blind ACME_KEY");

        Assert.Equal(0, ending.Code);
        var deployments = JsonDocument.Parse(ending.Output).RootElement.GetProperty("deployments");
        Assert.Equal([true, false], deployments.EnumerateArray().Select(each => each.GetProperty("well").GetBoolean()));
        Assert.Equal(260m, deployments[0].GetProperty("organizations")[0].GetProperty("balance").GetDecimal());
        Assert.Equal("2026-03-10T12:00:00Z", deployments[0].GetProperty("as_of").GetString());
        Assert.Equal("OpenAI refuses the key.", deployments[1].GetProperty("organizations")[0].GetProperty("blind").GetString());
    }

    [Fact]
    public async Task A_deployment_that_does_not_answer_or_is_not_there_holds_up_no_other()
    {
        var ending = await FleetAsync("--timeout", "1", $"{Base}/silent ACME_KEY", "http://127.0.0.1:9 ACME_KEY", $"{Base}/well ACME_KEY");

        Assert.Equal(4, ending.Code);
        Assert.Contains("Acme (acme)", ending.Output, StringComparison.Ordinal);
        Assert.Contains(ending.Sentences, sentence => sentence.Contains("/silent: It did not answer within 1 seconds", StringComparison.Ordinal));
        Assert.Contains(ending.Sentences, sentence => sentence.Contains("http://127.0.0.1:9: It cannot be reached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_deployment_answers_steers_no_terminal_and_leads_the_key_nowhere()
    {
        var ending = await FleetAsync($"{Base}/hostile ACME_KEY", $"{Base}/elsewhere ACME_KEY");

        Assert.DoesNotContain('\u001b', ending.Output + ending.Error);
        Assert.DoesNotContain(Key, ending.Output + ending.Error, StringComparison.Ordinal);
        Assert.Contains(ending.Sentences, sentence => sentence.Contains("/elsewhere: It answered 302 and no status", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://acme.example.com ACME_KEY", "is no https address")]
    [InlineData("https://user:word@acme.example.com ACME_KEY", "is no https address without credentials")]
    [InlineData("https://acme.example.com NOT_SET", "needs the access key in the environment variable NOT_SET, which is not set")]
    [InlineData("https://acme.example.com", "needs the access key in the environment variable CREDIT_MONITOR_KEY, which is not set")]
    [InlineData("https://acme.example.com a-reading-key-of-the-fleet", "write the variable's name there, never the key itself")]
    [InlineData("https://acme.example.com ACME_KEY more", "has more than an address")]
    [InlineData("# nothing", "names no deployment")]
    public void A_line_that_is_wrong_is_named_and_never_quoted(string line, string says)
    {
        var (deployments, faults) = FleetList.Read(["", line], "urls.txt", name => name == "ACME_KEY" ? Key : null);

        Assert.Empty(deployments);
        Assert.Contains(says, Assert.Single(faults), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, faults[0], StringComparison.Ordinal);
        Assert.DoesNotContain("word", faults[0].Replace("second word", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_line_is_told_at_once_and_nobody_is_asked()
    {
        var ending = await FleetAsync("ftp://acme.example.com ACME_KEY", "https://acme.example.com NOT_SET");

        Assert.Equal(3, ending.Code);
        Assert.Equal("", ending.Output);
        Assert.Equal(["creditmonitor: urls.txt line 1 ", "creditmonitor: urls.txt line 2 "], ending.Sentences.Select(sentence => sentence[.."creditmonitor: urls.txt line 1 ".Length]));
    }

    private async Task<Ending> FleetAsync(params string[] optionsAndLines)
    {
        var options = optionsAndLines.TakeWhile(text => text.StartsWith("--", StringComparison.Ordinal) || int.TryParse(text, out _)).ToList();
        await File.WriteAllLinesAsync(Path.Combine(_program.Folder, "urls.txt"), optionsAndLines.Skip(options.Count));
        return await _program.RunAsync(["fleet", "--from", "urls.txt", .. options]);
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var which = context.Request.Path.Value!.Split('/')[1];
        context.Response.StatusCode = context.Request.Headers["x-functions-key"] != Key ? 401 : which switch { "blind" => 503, "elsewhere" => 302, _ => 200 };
        context.Response.Headers.Location = "http://127.0.0.1:9/api/status";
        if (which == "silent")
        {
            await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await context.Response.WriteAsync(context.Response.StatusCode is not (200 or 503) ? "" : which switch
        {
            "well" => Status("acme", "Acme", "ok", "null"),
            "blind" => Status("blind", "Blind Inc.", "critical", "\"OpenAI refuses the key.\""),
            "hostile" => Status("acme", """\u001b[2J\u202eAcme""", """ok\u001b]0;""", "null"),
            _ => "<html>a page</html>",
        });
    }

    private static string Status(string id, string name, string status, string blind) => $$"""
        {"status":"{{status}}","as_of":"2026-03-10T12:00:00Z","later":1,"organizations":[{"id":"{{id}}","name":"{{name}}","status":"{{status}}","as_of":"2026-03-10T12:00:00Z","balance":260,"runway":{"p50":65},
        "next_expiry":{"grant_id":"g1","at":"2026-03-15T12:00:00Z","remaining":260,"expected_unused":240},"open_alerts":[{"kind":"of_a_later_version","severity":"info","subject":"x"}],"blind":{{blind}}}]}
        """;
}
