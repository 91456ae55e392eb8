using System.Net;
using System.Text.RegularExpressions;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>The template's alerts search for names and lines that the worker sends; here by the template's own queries over what it
/// really sent.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed partial class AlertsOfTheTemplate(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task A_good_poll_is_one_for_the_alerts_on_silence_and_blindness_and_none_for_the_one_on_failures()
    {
        await using var host = await StartedAsync();

        var found = await FoundAsync(host, [await host.RunAsync("PollBilling", Invocation.Timer(null, Hour))]);

        Assert.Equal((0, 1, 1), found);
    }

    [Fact]
    public async Task A_poll_that_openai_did_not_answer_is_no_silence_and_is_blindness()
    {
        using var silent = new SilentProvider();
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();

        var found = await FoundAsync(host, [await host.RunAsync("PollBilling", Invocation.Timer(null, Hour))]);

        Assert.Equal((0, 1, 0), found);
    }

    [Fact]
    public async Task Runs_of_all_three_timers_that_fail_are_counted()
    {
        Directory.CreateDirectory(Database);
        await using var host = await StartedAsync();

        string[] timers = ["PollBilling", "PollUsage", "Digest"];
        var found = await FoundAsync(host, await Task.WhenAll(timers.Select(timer => host.RunAsync(timer, Invocation.Timer(null, Hour)))));

        Assert.Equal((3, 0, 0), found);
    }

    [Fact]
    public async Task Nothing_that_callers_do_is_counted()
    {
        Directory.CreateDirectory(Database);
        await using var host = await StartedAsync();

        string[] paths = ["/api/status", "/", "/api/nothing", "/organizations/acme"];
        var asked = await Task.WhenAll(paths.Select(path => host.HandOverAsync(new Asked("GET", path, Key))));
        var hungUp = new Invocation("Api", Rpc.StatusResult.Types.Status.Failure, "A caller hung up.");
        var found = await FoundAsync(host, [.. asked.Select(one => one!.Run), hungUp]);

        Assert.Contains(asked, one => one!.Answer.StatusCode >= HttpStatusCode.InternalServerError);
        Assert.Equal((0, 0, 0), found);
    }

    /// <summary>How many rows each alert finds, by its own query.</summary>
    private static async Task<(int Failures, int Silence, int Blindness)> FoundAsync(AFunctionsHost host, IReadOnlyList<Invocation> runs)
    {
        await Task.Delay(500);    // lines follow the answers by a moment
        var rows = runs.Select(LogRow.Of).Concat(host.Logs.Select(log => LogRow.Line(log.Message))).ToList();
        var template = await File.ReadAllTextAsync(Path.Combine(Tool.Infra, "modules", "alerts.bicep"));
        var queries = Rule().Matches(template).ToDictionary(
            match => match.Groups["name"].Value, match => LogQuery.Parse(match.Groups["query"].Value), StringComparer.Ordinal);
        Assert.Equal(["blindness", "failures", "silence"], queries.Keys.Order(StringComparer.Ordinal));
        return (queries["failures"].Count(rows), queries["silence"].Count(rows), queries["blindness"].Count(rows));
    }

    [GeneratedRegex(@"name: '(?<name>\w+)'\s+says:.*?query: '(?<query>[^']+)'", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Rule();
}
