using System.Net;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Functions.Tests.Rpc;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>Its timers: what comes of them, what they commit and mail.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class TimersUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task A_first_run_with_the_year_one_a_repeat_and_one_that_is_past_due_all_succeed_and_poll_once_each()
    {
        await using var host = await StartedAsync();

        Succeeded(await host.RunAsync("PollBilling", Invocation.Timer(null, Hour)));
        Succeeded(await host.RunAsync("PollBilling", Invocation.Timer(null, Hour)));
        Succeeded(await host.RunAsync("PollBilling", Invocation.Timer(Hour.AddHours(-4), Hour.AddHours(-3), pastDue: true)));

        Assert.Equal(2, await SnapshotsAsync());
        Assert.Single(Mails());
    }

    [Fact]
    public async Task A_run_by_hand_does_not_pass_for_the_scheduled_one()
    {
        await using var host = await StartedAsync();
        var next = Hour.AddHours(2);

        Succeeded(await host.RunAsync("PollBilling", Invocation.Timer(Hour, next)));
        Succeeded(await host.RunAsync("PollBilling", Invocation.Timer(Hour, next)));

        Assert.Equal(2, await SnapshotsAsync());
    }

    [Theory]
    [InlineData("""{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""")]
    [InlineData("""{"schedulestatus":{"next":"2026-11-22T08:00:00+00:00","newest":1},"isPastDue":true,"more":[{}]}""")]
    [InlineData("{}")]
    public async Task However_little_the_host_says_the_run_is_due(string timer)
    {
        await using var host = await StartedAsync();

        Succeeded(await host.RunAsync("PollBilling", timer));
        Assert.Equal(1, await SnapshotsAsync());
    }

    [Fact]
    public async Task Four_runs_at_once_amid_a_storm_of_requests_all_succeed()
    {
        await using var host = await StartedAsync();
        await host.RunAsync("PollBilling", Invocation.Timer(null, Hour.AddHours(-1)));
        using var stop = new CancellationTokenSource();
        var storm = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(HttpStatusCode.OK, await host.StatusAsync("GET", "/api/health"));
            }
        })));

        var timer = Invocation.Timer(Hour.AddHours(-1), Hour);
        var runs = await Task.WhenAll(
            host.RunAsync("PollBilling", timer), host.RunAsync("PollBilling", timer),
            host.RunAsync("PollUsage", timer), host.RunAsync("Digest", timer));
        await stop.CancelAsync();
        await storm;

        Assert.All(runs, Succeeded);
        Assert.Equal(2, await SnapshotsAsync());
        Assert.Single(Mails());
    }

    [Fact]
    public async Task A_provider_that_hangs_is_given_up_before_the_host_gives_up_on_the_run()
    {
        using var silent = new SilentProvider();
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();

        Succeeded(await host.RunAsync("PollBilling", Invocation.Timer(null, Hour)));

        Assert.Equal(1, await SnapshotsAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_fails_the_run_and_says_so_in_the_log()
    {
        Directory.CreateDirectory(Database);
        await using var host = await StartedAsync();

        var billing = await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));
        var usage = await host.RunAsync("PollUsage", Invocation.Timer(null, Hour));

        Assert.All([billing, usage], run => Assert.Equal(StatusResult.Types.Status.Failure, run.Status));
        Assert.Contains("PollUsage failed: The SQLite file", usage.Message, StringComparison.Ordinal);
        await EventuallyAsync(() => host.Said.Contains("PollUsage failed: The SQLite file", StringComparison.Ordinal), () => host.Said);
        Assert.False(host.Process.HasExited);
    }

    [Fact]
    public async Task A_run_that_the_host_cancels_ends_at_once_and_fails_and_the_next_one_polls()
    {
        using var silent = new SilentProvider();
        var provider = Settings["CreditMonitor__Organizations__0__BaseUrl"];
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();
        var run = host.RunAsync("PollBilling", Invocation.Timer(null, Hour), "the-one-to-cancel");
        await Task.Delay(1_000);

        host.Cancel("the-one-to-cancel");

        Assert.False((await run.WaitAsync(TimeSpan.FromSeconds(15))).Succeeded);
        Assert.Equal(0, await SnapshotsAsync());
        Set("Organizations:0:BaseUrl", provider);
        await using var next = await StartedAsync();
        Succeeded(await next.RunAsync("PollBilling", Invocation.Timer(null, Hour)));
        Assert.Equal(1, await SnapshotsAsync());
    }

    [Fact]
    public async Task Killed_in_the_middle_of_runs_it_loses_nothing_that_it_had_answered()
    {
        for (var round = 1; round <= 3; round++)
        {
            await using var host = await StartedAsync();
            Succeeded(await host.RunAsync("PollBilling", Invocation.Timer(Hour, Hour.AddMinutes(-round))));
            var cutOff = host.RunAsync("PollBilling", Invocation.Timer(Hour, Hour.AddMinutes(-10 - round)));
            await Task.Delay(round * 5);
            host.Process.Kill();
            await Task.WhenAny(cutOff);    // answered just before, or never
            Assert.InRange(await SnapshotsAsync(), round, 2 * round);
        }

        Assert.Single(Mails());
    }

    private static void Succeeded(Invocation run) => Assert.True(run.Succeeded, $"{run.Function}: {run.Message}");
}
