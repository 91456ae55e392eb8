using System.Collections.Concurrent;
using CreditMonitor.Cli.Scheduling;
using CreditMonitor.Jobs;
using CreditMonitor.Telemetry;
using CreditMonitor.Testing;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace CreditMonitor.Cli.Tests.Scheduling;

/// <summary>The timers of one machine, on a clock that the test moves.</summary>
public sealed class TimersOfTheBuiltInScheduler : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 1, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new(Start);
    private readonly Duty _usage = new("PollUsage");
    private readonly Duty _billing = new("PollBilling");
    private readonly Posts _telemetry = new();
    private readonly LogLines _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_function_runs_at_the_start_and_then_at_each_occurrence_of_its_schedule()
    {
        using var scheduler = await StartedAsync();

        await PassAsync(minutes: 14);    // 12:15

        Assert.Equal([At(12, 1), At(12, 5), At(12, 10), At(12, 15)], _usage.Runs.Select(run => run.ScheduleStatus!.Next));
        Assert.All(_usage.Runs, run => Assert.False(run.IsPastDue));
    }

    [Fact]
    public async Task After_a_sleep_of_hours_one_run_within_a_minute_makes_up_for_all_that_were_missed()
    {
        using var scheduler = await StartedAsync();

        _clock.Sleep(TimeSpan.FromHours(9));    // 21:01
        Assert.Single(_usage.Runs);
        await PassAsync(minutes: 1);
        Assert.Equal((2, At(12, 5), true), (_usage.Runs.Count, _usage.Runs.Last().ScheduleStatus!.Next, _usage.Runs.Last().IsPastDue));

        await PassAsync(minutes: 3);    // 21:05
        Assert.Equal((3, At(21, 5), false), (_usage.Runs.Count, _usage.Runs.Last().ScheduleStatus!.Next, _usage.Runs.Last().IsPastDue));
    }

    [Fact]
    public async Task A_function_never_runs_beside_itself_and_one_run_makes_up_for_what_came_due_meanwhile()
    {
        var held = new TaskCompletionSource();
        _usage.Does = _ => held.Task;    // it does not even listen to its deadline
        using var scheduler = await StartedAsync(waiting: 0);
        await _usage.UntilRunningAsync();

        for (var minute = 0; minute < 17; minute++)
        {
            _clock.Pass(Minute);    // 12:18
        }

        Assert.Single(_usage.Runs);
        _usage.Does = _ => Task.CompletedTask;
        held.SetResult();
        await _clock.UntilSetAsync(1, Minute);
        Assert.Equal((2, true), (_usage.Runs.Count, _usage.Runs.Last().IsPastDue));

        await PassAsync(minutes: 2);    // 12:20
        Assert.Equal((3, At(12, 20)), (_usage.Runs.Count, _usage.Runs.Last().ScheduleStatus!.Next));
        Assert.Equal(1, _usage.MostAtOnce);
    }

    [Fact]
    public async Task A_run_that_outlasts_its_deadline_is_stopped_and_the_next_occurrence_comes()
    {
        _usage.Does = stop => Task.Delay(Timeout.InfiniteTimeSpan, stop);
        using var scheduler = await StartedAsync(waiting: 0);
        await _usage.UntilRunningAsync();
        _usage.Does = _ => Task.CompletedTask;

        _clock.Pass(TimeSpan.FromMinutes(8));    // 12:09
        await _clock.UntilSetAsync(1, Minute);
        await PassAsync(minutes: 1);

        Assert.Contains(_log.Kept, line => line.StartsWith("PollUsage ran for 00:08:00 and was stopped", StringComparison.Ordinal));
        Assert.Equal(At(12, 10), _usage.Runs.Last().ScheduleStatus!.Next);
    }

    [Theory]
    [InlineData(nameof(InvalidOperationException))]
    [InlineData(nameof(OperationCanceledException))]
    public async Task A_bug_in_a_run_ends_neither_its_own_timer_nor_another(string bug)
    {
        Exception thrown = bug == nameof(InvalidOperationException) ? new InvalidOperationException() : new OperationCanceledException();
        _usage.Does = _ => throw thrown;
        using var scheduler = await StartedAsync(with: [_billing], waiting: 2);

        await PassAsync(minutes: 9, waiting: 2);    // 12:10

        Assert.Equal(3, _usage.Runs.Count);
        Assert.Equal(3, _billing.Runs.Count);
        Assert.NotEmpty(_log.Kept);
    }

    [Fact]
    public async Task A_bug_in_what_reports_a_run_does_not_end_its_timer()
    {
        _telemetry.Bug = new InvalidOperationException("a bug in telemetry");
        using var scheduler = await StartedAsync();

        await PassAsync(minutes: 9);    // 12:10

        Assert.Equal(3, _usage.Runs.Count);
        Assert.Contains(_log.Kept, line => line.Contains("a bug in telemetry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_ends_the_run_and_waits_for_no_timer()
    {
        _usage.Does = stop => Task.Delay(Timeout.InfiniteTimeSpan, stop);
        using var scheduler = await StartedAsync(waiting: 0);
        await _usage.UntilRunningAsync();

        await scheduler.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Single(_usage.Runs);
    }

    private static DateTimeOffset At(int hour, int minute) => new(2026, 3, 10, hour, minute, 0, TimeSpan.Zero);

    /// <param name="waiting">Functions whose first run has ended by then.</param>
    private async Task<BuiltInScheduler> StartedAsync(IEnumerable<Duty>? with = null, int waiting = 1)
    {
        List<Duty> duties = [_usage, .. with ?? []];
        var schedule = CrontabSchedule.Parse("0 */5 * * * *", new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        var scheduler = new BuiltInScheduler(
            [.. duties.Select(duty => new RegisteredTimer(duty.Name, "0 */5 * * * *", schedule))], duties, _telemetry, _clock,
            loggers.CreateLogger<BuiltInScheduler>());
        await scheduler.StartAsync(CancellationToken.None);
        await _clock.UntilSetAsync(waiting, Minute);
        return scheduler;
    }

    /// <summary>Minute by minute, each run to its end.</summary>
    private async Task PassAsync(int minutes, int waiting = 1)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            _clock.Pass(Minute);
            await _clock.UntilSetAsync(waiting, Minute);
        }
    }

    private sealed class Duty(string name) : ITimerFunction
    {
        private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _atOnce;

        public string Name => name;

        public Func<CancellationToken, Task> Does { get; set; } = _ => Task.CompletedTask;

        public ConcurrentQueue<TimerRunInfo> Runs { get; } = [];

        public int MostAtOnce { get; private set; }

        public Task UntilRunningAsync() => _running.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public async Task RunAsync(TimerRunInfo timer, CancellationToken cancellationToken)
        {
            Runs.Enqueue(timer);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
            var doing = Does(cancellationToken);
            _running.TrySetResult();
            await doing;
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private sealed class Posts : ITelemetry
    {
        public Exception? Bug { get; set; }

        public Task AfterRunAsync() => Bug is null ? Task.CompletedTask : throw Bug;
    }
}
