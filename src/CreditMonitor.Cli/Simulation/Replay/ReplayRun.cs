using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Scenarios;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Hosting;
using CreditMonitor.Intake;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Simulation.Replay;

/// <summary>How a replay went.</summary>
/// <param name="Alerts">Alerts raised.</param>
/// <param name="Mails">Mails handed over.</param>
internal sealed record ReplaySummary(int Polls, int Alerts, int Mails);

/// <summary>Runs a scenario through the program as it is built for work: the same host, timers' functions, store and delivery, on a clock that is moved from event to event.
/// Nothing in there can tell a replay from life.</summary>
internal sealed class ReplayRun(Scenario scenario, string? mailFolder, Action<AlertEvent, Snapshot?> tell)
{
    private const string Watched = "watched";
    private const string Subscriber = "subscriber@example.com";

    private static readonly ImmutableArray<int> HoursThatDivideADay = [2, 3, 4, 6, 8, 12];

    private Snapshot? _before;
    private int _polls;
    private int _alerts;

    /// <exception cref="CommandFailure">The scenario's configuration is not valid.</exception>
    public async Task<ReplaySummary> RunAsync(CancellationToken cancellationToken)
    {
        var clock = new ReplayClock(scenario.Start);
        using var world = new ReplayWorld(scenario, clock);
        var settings = SettingsOf(world);
        var sender = new CountingSender(mailFolder is null ? null : new PickupSender(Path.Combine(mailFolder, scenario.Id)));
        // One after the other: each sees the others' status, so that an order that changes would tell one life in two ways.
        await using var app = MonitorHost.Build(new MonitorHostOptions(settings) { Clock = clock, Provider = world, Sender = sender, Rows = new MemoryRowStore(), Quiet = true, AtATime = 1 });
        await LiveAsync(app, settings, clock, cancellationToken);
        return new ReplaySummary(_polls, _alerts, sender.Count);
    }

    private async Task LiveAsync(WebApplication app, MonitorSettings settings, ReplayClock clock, CancellationToken cancellationToken)
    {
        var (fleet, intake) = (app.Services.GetRequiredService<FleetPoller>(), app.Services.GetRequiredService<RecordIntake>());
        var told = new Queue<ScenarioEvent.Told>(scenario.Events.OfType<ScenarioEvent.Told>().SkipWhile(e => e.At > scenario.End));
        var (billing, usage) = (scenario.Start, scenario.Usage is null ? DateTimeOffset.MaxValue : scenario.Start);
        while (true)
        {
            var next = Earliest(billing, usage, told.TryPeek(out var first) ? first.At : DateTimeOffset.MaxValue);
            if (next > scenario.End)
            {
                return;
            }

            clock.MoveTo(next > clock.GetUtcNow() ? next : clock.GetUtcNow());
            if (told.Count > 0 && told.Peek().At <= next)
            {
                var facts = TakeDue(told, next);
                Hear((await intake.TellAsync(settings.Organizations[0], facts, "scenario", settles: false, cancellationToken)).Decision);
            }
            else if (billing == next)
            {
                billing += scenario.Billing;
                await PollAsync(fleet.PollAsync(settings.Organizations, "billing-" + next.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture), cancellationToken));
            }
            else
            {
                usage += scenario.Usage!.Value;
                await PollAsync(fleet.PollUsageAsync(cancellationToken));
            }
        }
    }

    /// <summary>What is told at one instant is told together.</summary>
    private static ImmutableArray<Core.Records.RecordedFact> TakeDue(Queue<ScenarioEvent.Told> told, DateTimeOffset now)
    {
        var facts = ImmutableArray.CreateBuilder<Core.Records.RecordedFact>();
        while (told.TryPeek(out var next) && next.At <= now)
        {
            facts.Add(told.Dequeue().Fact);
        }

        return facts.ToImmutable();
    }

    private async Task PollAsync(Task<ImmutableArray<PollReport>> poll)
    {
        _polls++;
        foreach (var report in await poll)
        {
            Hear(report.Error is { } error ? throw new CommandFailure(ExitCode.RemoteFailed, $"{scenario.Id}: {error}") : report.Poll?.Decision);
        }
    }

    private void Hear(Decision? decision)
    {
        foreach (var e in decision?.Events ?? [])
        {
            _alerts += e.Kind == AlertEventKind.Raised ? 1 : 0;
            tell(e, _before);
        }

        _before = decision?.Snapshot ?? _before;
    }

    /// <summary>The organization as its scenario configures it, and the others, which speak of nothing but being the wrong one.</summary>
    private MonitorSettings SettingsOf(ReplayWorld world)
    {
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Schedules:Billing"] = CronOf(scenario.Billing),
        };
        foreach (var (key, value) in scenario.Config)
        {
            keys[$"Organizations:0:{key}"] = value;
        }

        Organization(keys, 0, Watched, world.Main);
        keys["Organizations:0:Subscribers:0"] = Subscriber;
        foreach (var (id, address) in world.Others)
        {
            var index = world.Others.IndexOf((id, address)) + 1;
            Organization(keys, index, id, address);
            keys[$"Organizations:{index}:Subscribers:0"] = Subscriber;
            foreach (var kind in Enum.GetValues<AlertKind>().Where(kind => kind is not AlertKind.MonitorBlind and not AlertKind.WrongOrganization))
            {
                keys[$"Organizations:{index}:Alerts:{kind}:Enabled"] = "false";
            }
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(keys.Select(key => KeyValuePair.Create($"{SettingsLoader.Root}:{key.Key}", key.Value))).Build();
        var outcome = SettingsLoader.Load(configuration);
        return outcome.Settings ?? throw new CommandFailure(ExitCode.BadInput, outcome.Faults.Select(fault => $"{scenario.Id}: $.config: {fault}"));
    }

    /// <summary>How often the monitor is to believe that it polls: what is stale and late goes by that. Where cron cannot say it, the next longer of what it can.</summary>
    private static string CronOf(TimeSpan every) =>
        every < TimeSpan.FromHours(1) ? $"0 */{every.TotalMinutes:0} * * * *"
        : every == TimeSpan.FromHours(1) ? "0 2 * * * *"
        : HoursThatDivideADay.Where(hours => hours >= every.TotalHours).DefaultIfEmpty(24).Min() is var hours and < 24 ? $"0 2 */{hours} * * *"
        : "0 2 0 * * *";

    private static void Organization(Dictionary<string, string?> keys, int index, string id, Uri address)
    {
        keys[$"Organizations:{index}:Id"] = id;
        keys[$"Organizations:{index}:AdminKey"] = $"sk-admin-replay-{index}";
        keys[$"Organizations:{index}:BaseUrl"] = address.ToString();
    }

    private static DateTimeOffset Earliest(DateTimeOffset one, DateTimeOffset two, DateTimeOffset three) => one <= two && one <= three ? one : two <= three ? two : three;

    /// <summary>Counts what is handed over, and leaves it where it is asked to.</summary>
    private sealed class CountingSender(IAlertSender? inner) : IAlertSender
    {
        public int Count { get; private set; }

        public async Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken)
        {
            var outcome = inner is null ? new SendOutcome.Accepted(null) : await inner.SendAsync(mail, cancellationToken);
            Count += outcome is SendOutcome.Accepted ? 1 : 0;
            return outcome;
        }
    }
}
