using System.Net;

namespace CreditMonitor.Tests.Functions;

/// <summary>Its timers: what they answer, commit and mail.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class TimersUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task What_is_deployed_has_the_three_timers_and_explicit_anonymous_http_functions()
    {
        var functions = await FunctionsAsync();

        Assert.Equal(["Digest", "PollBilling", "PollUsage"], functions.Where(function => function.IsTimer).Select(function => function.Name));
        Assert.Equal(["%DIGEST_SCHEDULE%", "%POLL_BILLING_SCHEDULE%", "%POLL_USAGE_SCHEDULE%"], functions.Where(function => function.IsTimer).Select(function => function.Schedule));
        Assert.All(functions.Where(function => !function.IsTimer), function => Assert.Equal("anonymous", function.AuthLevel));
        Assert.All(functions, function => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,127}$", function.Name));
    }

    [Fact]
    public async Task A_first_run_with_the_year_one_a_repeat_and_one_that_is_past_due_all_succeed_and_poll_once_each()
    {
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));
        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));
        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour.AddHours(-4), Hour.AddHours(-3), pastDue: true)));

        Assert.Equal(2, await SnapshotsAsync());
        Assert.Single(Mails());
    }

    [Fact]
    public async Task A_run_by_hand_does_not_pass_for_the_scheduled_one()
    {
        await using var host = await StartedAsync();
        var next = Hour.AddHours(2);

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour, next)));
        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour, next)));

        Assert.Equal(2, await SnapshotsAsync());
    }

    [Theory]
    [InlineData("""{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},"Metadata":{}}""")]
    [InlineData("""{"data":{"timer":{"schedulestatus":{"next":"2026-11-22T08:00:00+00:00","newest":1},"isPastDue":true,"more":[{}]}},"metadata":{"retryContext":{"retryCount":1}},"unknown":null}""")]
    [InlineData("""{"Data":{"timer":{"ScheduleStatus":{"Last":"never","Next":12,"LastUpdated":null},"IsPastDue":"no"}}}""")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task Whatever_the_body_says_the_run_is_due(string body)
    {
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", body));
        Assert.Equal(1, await SnapshotsAsync());
    }

    [Fact]
    public async Task Four_runs_at_once_amid_a_storm_of_probes_all_succeed()
    {
        await using var host = await StartedAsync();
        await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour.AddHours(-1)));
        using var stop = new CancellationTokenSource();
        var storm = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var answer = await host.ForceAsync("GET", "/");
                Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, $"{answer.StatusCode}");
            }
        })));

        var results = await Task.WhenAll(
            host.InvokeAsync("PollBilling", Invocation.Timer(Hour.AddHours(-1), Hour)), host.InvokeAsync("PollBilling", Invocation.Timer(Hour.AddHours(-1), Hour)),
            host.InvokeAsync("PollUsage", Invocation.Timer(Hour.AddHours(-1), Hour)), host.InvokeAsync("Digest", Invocation.Timer(Hour.AddHours(-1), Hour)));
        await stop.CancelAsync();
        await storm;

        Assert.All(results, result => Assert.Equal(InvocationResult.Succeeded, result));
        Assert.Equal(2, await SnapshotsAsync());
        Assert.Single(Mails());
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_up_before_the_host_gives_up_on_the_run()
    {
        using var silent = new SilentProvider();
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));

        Assert.Equal(1, await SnapshotsAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_fails_the_run_and_says_so_in_the_log()
    {
        Directory.CreateDirectory(Database);
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Failed, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));
        Assert.Equal(InvocationResult.Failed, await host.InvokeAsync("PollUsage", Invocation.Timer(null, Hour)));

        await EventuallyAsync(() => host.Errors.Contains("PollUsage failed: The SQLite file", StringComparison.Ordinal), () => host.Errors);
        Assert.False(host.Process.HasExited);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_runs_it_loses_nothing_that_it_had_answered()
    {
        for (var round = 1; round <= 3; round++)
        {
            await using var host = await StartedAsync();
            Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(Hour, Hour.AddMinutes(-round))));
            var cutOff = host.InvokeAsync("PollBilling", Invocation.Timer(Hour, Hour.AddMinutes(-10 - round)));
            await Task.Delay(round * 5);
            host.Process.Kill();
            await Assert.ThrowsAnyAsync<Exception>(async () => Assert.NotEqual(InvocationResult.Succeeded, await cutOff));
            Assert.InRange(await SnapshotsAsync(), round, 2 * round);
        }

        Assert.Single(Mails());
    }
}
