using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Testing;

/// <summary>An organization polled by hand: costs are published three hours after each day's end unless said otherwise.</summary>
internal sealed class ALife
{
    private readonly SortedDictionary<DateOnly, List<(DateTimeOffset VisibleAt, decimal? Amount)>> published = [];
    private readonly Dictionary<DateOnly, ImmutableArray<CostRow>> breakdowns = [];
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> outages = [];
    private readonly List<KeyEvent> log = [];
    private ImmutableArray<OtherOrganization> others = [];
    private SpendLimit? limit;
    private Reading<AdminKeyListing>? adminKey;
    private MailStanding? mail;
    private int polls;

    public ALife(params CreditGrant[] grants) => Organization = new WatchedOrganization(
        "acme", "Acme", [.. grants], BurnOrder.PromotionalFirst, [], AlertSettings.Default, ["team@example.com"], TimeSpan.FromHours(1));

    public WatchedOrganization Organization { get; set; }

    public OrganizationState State { get; private set; } = OrganizationState.New("acme");

    public List<AlertEvent> Events { get; } = [];

    public List<OutboxMessage> Messages { get; } = [];

    public Decision Last { get; private set; } = null!;

    /// <summary>Pages of costs that the last poll asked for, that for restatements alone apart.</summary>
    public int CostPages { get; private set; }

    /// <summary>How the provider's answer reaches the monitor: as it is, or with a fault.</summary>
    public Func<CostReport, CostReport> Answering { get; set; } = report => report;

    public IEnumerable<string> Said => Events.Select(e => $"{SnakeCase.Of(e.Kind)} {SnakeCase.Of(e.Alert.Kind)}");

    public ALife Spending(decimal perDay, DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            Publish(day, perDay, CostHistory.DayEnd(day).AddHours(3));
        }

        return this;
    }

    /// <summary>A null amount: the provider gives the day an empty answer.</summary>
    public ALife Publish(DateOnly day, decimal? amount, DateTimeOffset visibleAt)
    {
        if (!published.TryGetValue(day, out var figures))
        {
            published[day] = figures = [];
        }

        figures.Add((visibleAt, amount));
        return this;
    }

    /// <summary>Whatever the day costs is split among these instead of being one row without a name.</summary>
    public ALife Broken(DateOnly day, params CostRow[] rows)
    {
        breakdowns[day] = [.. rows];
        return this;
    }

    public ALife Failing(DateTimeOffset from, DateTimeOffset until)
    {
        outages.Add((from, until));
        return this;
    }

    public ALife Grant(CreditGrant grant)
    {
        Organization = Organization with { Grants = Organization.Grants.Add(grant) };
        return this;
    }

    /// <summary>Somebody read the dashboard, at the instant at which the monitor is told.</summary>
    public ALife Reading(decimal amount, DateTimeOffset at) => Tell(new BalanceReading(InstantText.Format(at), at, "test", at, new Usd(amount)));

    /// <summary>What the other watched organizations' status rows say from now on.</summary>
    public ALife Beside(params OtherOrganization[] others)
    {
        this.others = [.. others];
        return this;
    }

    /// <summary>What the audit log holds, visible from each entry's instant on.</summary>
    public ALife Logging(params KeyEvent[] entries)
    {
        log.AddRange(entries);
        return this;
    }

    /// <summary>What the list of admin keys answers from now on, once in a UTC day; null: it is not asked.</summary>
    public ALife Listing(Reading<AdminKeyListing>? answer)
    {
        adminKey = answer;
        return this;
    }

    /// <summary>How mail stands from now on; null: it is not looked at.</summary>
    public ALife Mailing(MailStanding? standing)
    {
        mail = standing;
        return this;
    }

    public ALife LimitedTo(decimal monthly, bool enforcing)
    {
        limit = new SpendLimit(new Usd(monthly), enforcing);
        return this;
    }

    /// <summary>The limit is removed.</summary>
    public ALife Unlimited()
    {
        limit = null;
        return this;
    }

    /// <summary>A look at usage: calls of one key at a steady rate in each of the last hour's slots, on top of what was read before.</summary>
    public Decision PollUsage(DateTimeOffset now, params UsageSlot[] slots)
    {
        var report = new UsageReport(State.Usage.AskFrom(now), now, [.. slots]);
        return Take(CreditWatch.Decide(State, new PollFacts(Organization, $"usage-{++polls}", default, false, null, null, null) { Usage = new Reading<UsageReport>.Ok(report) }, now));
    }

    /// <summary>A look at usage that got no answer.</summary>
    public Decision PollUsageInVain(DateTimeOffset now) =>
        Take(CreditWatch.Decide(State, new PollFacts(Organization, $"usage-{++polls}", default, false, null, null, null) { Usage = new Reading<UsageReport>.Unavailable("OpenAI did not answer.", null) }, now));

    /// <summary>A look at usage that found nothing new of text models, and what one other endpoint answers.</summary>
    public Decision PollOther(UsageEndpoint endpoint, DateTimeOffset now, UsageSlot[] slots)
    {
        var from = (State.Usage.Others.FirstOrDefault(other => other.Endpoint == endpoint) ?? EndpointUsage.Unread(endpoint)).AskFrom(now);
        var answer = new Reading<UsageReport>.Ok(new UsageReport(from, now, [.. slots]));
        return Take(CreditWatch.Decide(State, new PollFacts(Organization, $"usage-{++polls}", default, false, null, null, null) { OtherUsage = new EndpointReading(endpoint, answer) }, now));
    }

    /// <summary>As if that had been stored.</summary>
    public ALife Remember(OrganizationState state)
    {
        State = state;
        return this;
    }

    public ALife Tell(params RecordedFact[] facts)
    {
        State = State with { Told = State.Told.With(facts).Facts };
        return this;
    }

    /// <summary>In place of an earlier subscription of the same id.</summary>
    public ALife Subscribed(Subscription subscription)
    {
        State = State with { Subscriptions = [.. State.Subscriptions.Where(known => known.Id != subscription.Id), subscription] };
        return this;
    }

    public ALife Watching(Func<AlertSettings, AlertSettings> change)
    {
        Organization = Organization with { Alerts = change(Organization.Alerts) };
        return this;
    }

    public ALife PollEvery(TimeSpan step, DateTimeOffset from, DateTimeOffset until)
    {
        for (var now = from; now < until; now += step)
        {
            Poll(now);
        }

        return this;
    }

    public Decision Poll(DateTimeOffset now)
    {
        var earliest = Organization.Grants.IsEmpty ? (DateTimeOffset?)null : Organization.Grants.Min(grant => grant.EffectiveAt);
        var plan = CostReadPlan.Of(State.History, State.Costs, State.Gaps, earliest, now);
        var silent = outages.Exists(outage => outage.From <= now && now < outage.Until);
        Reading<CostReport> answer = silent ? new Reading<CostReport>.Unavailable("OpenAI did not answer.", null) : new Reading<CostReport>.Ok(Report(plan.From, now));
        CostPages = silent ? 1 : (DateOnly.FromDateTime(now.UtcDateTime).DayNumber - plan.From.DayNumber) / CostReadPlan.PageDays + (plan.Older is null || plan.Sweeps ? 1 : 2);
        return Take(CreditWatch.Decide(State, new PollFacts(Organization, $"poll-{++polls}", plan.From, true, answer, null, new Reading<SpendLimit?>.Ok(limit))
        {
            SweepsOlder = plan.Sweeps,
            OlderCosts = silent || plan.Older is not { } older ? null : new Reading<CostReport>.Ok(Report(older.From, now, older.To)),
            KeyEvents = new Reading<ImmutableArray<KeyEvent>>.Ok([.. log.Where(entry => entry.At <= now)]),
            AdminKey = State.AdminKey.IsDue(now) ? adminKey : null,
            Others = others,
            Mail = mail,
        }, now));
    }

    /// <summary>A timer that asks nobody.</summary>
    public Decision Tick(DateTimeOffset now) =>
        Take(CreditWatch.Decide(State, new PollFacts(Organization, $"tick-{++polls}", default, false, null, null, null), now));

    private Decision Take(Decision decision)
    {
        State = decision.Next;
        Last = decision;
        Events.AddRange(decision.Events);
        Messages.AddRange(decision.Messages);
        return decision;
    }

    private CostReport Report(DateOnly from, DateTimeOffset now, DateOnly? until = null) => Answering(Whole(from, now) is var whole && until is { } last ? whole.To(last) : whole);

    private CostReport Whole(DateOnly from, DateTimeOffset now) => new(
        from, now,
        [
            .. from day in published
               where day.Key >= @from
               let visible = day.Value.Where(figure => figure.VisibleAt <= now).ToList()
               where visible.Count > 0
               let amount = visible.MaxBy(figure => figure.VisibleAt).Amount
               select new CostDay(day.Key, amount is not { } known ? [] : breakdowns.TryGetValue(day.Key, out var rows) ? rows : [new CostRow(null, null, null, new Usd(known))], 0),
        ],
        []);
}
