using System.Collections.Immutable;
using CreditMonitor.Core.Text;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Status;

/// <summary>A status as metrics. What is unknown has no sample; what a sample rests on is told by the age of its source beside it.</summary>
internal static class MonitorMetrics
{
    /// <param name="counted">What this process counted since it started.</param>
    public static string Write(StatusBody status, ImmutableArray<CountSum> counted, DateTimeOffset now)
    {
        var text = new PrometheusText();
        WriteStatus(text, status, now);
        foreach (var (counter, help) in Counters)
        {
            text.Family($"{counter.Replace('.', '_')}_total", "counter", $"{help} Since this process started.");
            foreach (var sum in counted.Where(sum => sum.Counter == counter))
            {
                text.Sample(sum.Sum, [.. sum.Labels.Select(label => (label.Key, label.Value))]);
            }
        }

        return text.ToString();
    }

    /// <summary>What is known of the organizations, without what this process counted.</summary>
    public static void WriteStatus(IMetricFamilies text, StatusBody status, DateTimeOffset now)
    {
        WriteMoney(text, status.Organizations);
        WriteGrants(text, status.Organizations, now);
        WriteAlerts(text, status.Organizations);
        WriteSight(text, status.Organizations, now);
        WriteMail(text, status.Organizations, now);
    }

    private static readonly ImmutableArray<(string Counter, string Help)> Counters =
    [
        ("creditmonitor.polls", "Polls of one organization, by what was asked (billing, usage, check) and how it ended."),
        ("creditmonitor.provider_requests", "Requests to OpenAI, by the class of the answer; none means that no answer came."),
        ("creditmonitor.faults", "Faults of the program itself that were contained, by organization and where (poll, probe, rule, delivery, decision, digest)."),
        ("creditmonitor.deliveries", "Mails and posts that were tried, by channel and outcome."),
    ];

    private static void WriteMoney(IMetricFamilies text, ImmutableArray<OrganizationBody> organizations)
    {
        Each(text.Family("creditmonitor_balance_dollars", "gauge", "Credit left in US dollars, by published costs; absent while unknown."), organizations, one => one.Balance);
        Each(text.Family("creditmonitor_overage_dollars", "gauge", "US dollars spent beyond all credit."), organizations, one => one.Overage);
        Each(text.Family("creditmonitor_due_on_invoice_dollars", "gauge", "US dollars due on invoices, where billed monthly."), organizations, one => one.DueOnInvoice);
        Each(text.Family("creditmonitor_burn_dollars_per_day", "gauge", "Mean of the last 28 complete days, US dollars a day."), organizations, one => one.BurnPerDay);
        text.Family("creditmonitor_runway_days", "gauge", "Days until all credit is gone, used up or lapsed: with one, five and nine chances in ten it is by then.");
        foreach (var one in organizations)
        {
            text.Sample(one.Runway.P10, ("organization", one.Id), ("percentile", "10"));
            text.Sample(one.Runway.P50, ("organization", one.Id), ("percentile", "50"));
            text.Sample(one.Runway.P90, ("organization", one.Id), ("percentile", "90"));
        }
    }

    /// <summary>Grants with nothing left are history, and would pile up.</summary>
    private static void WriteGrants(IMetricFamilies text, ImmutableArray<OrganizationBody> organizations, DateTimeOffset now)
    {
        var held = organizations.SelectMany(one => one.Grants.Where(grant => grant.Remaining > 0m).Select(grant => (Organization: one.Id, Grant: grant))).ToList();
        text.Family("creditmonitor_grant_remaining_dollars", "gauge", "US dollars left of a grant; grants with nothing left are absent.");
        held.ForEach(one => text.Sample(one.Grant.Remaining, ("organization", one.Organization), ("grant", one.Grant.Id), ("kind", one.Grant.Kind)));
        text.Family("creditmonitor_grant_time_to_expiry_seconds", "gauge", "Seconds to the earliest instant at which the grant may lapse; absent where it never does.");
        held.ForEach(one => text.Sample(one.Grant.LapsesFrom is { } from ? Seconds(from - now) : null, ("organization", one.Organization), ("grant", one.Grant.Id)));
        text.Family("creditmonitor_grant_at_risk_dollars", "gauge", "US dollars of the grant that are expected to lapse unused, the mean.");
        held.ForEach(one => text.Sample(one.Grant.ExpectedUnused, ("organization", one.Organization), ("grant", one.Grant.Id)));
    }

    private static void WriteAlerts(IMetricFamilies text, ImmutableArray<OrganizationBody> organizations)
    {
        text.Family("creditmonitor_open_alerts", "gauge", "Open alerts, by kind and severity.");
        foreach (var one in organizations)
        {
            foreach (var alike in one.OpenAlerts.GroupBy(alert => (alert.Kind, alert.Severity)).OrderBy(alike => alike.Key))
            {
                text.Sample(alike.Count(), ("organization", one.Id), ("kind", SnakeCase.Of(alike.Key.Kind)), ("severity", SnakeCase.Of(alike.Key.Severity)));
            }
        }
    }

    private static void WriteSight(IMetricFamilies text, ImmutableArray<OrganizationBody> organizations, DateTimeOffset now)
    {
        Each(text.Family("creditmonitor_sees", "gauge", "1 while the monitor sees and its figures are fresh, 0 while nobody should rely on its silence."), organizations, one => one.Blind is null ? 1 : 0);
        text.Family("creditmonitor_source_age_seconds", "gauge", "Seconds since a source was last read whole, or a card statement last brought something new; absent: never.");
        foreach (var one in organizations)
        {
            text.Sample(Age(one.Data.Costs.AsOf, now), ("organization", one.Id), ("source", "costs"));
            text.Sample(Age(one.Data.Usage.AsOf, now), ("organization", one.Id), ("source", "usage"));
            text.Sample(Age(one.Data.Statements.AsOf, now), ("organization", one.Id), ("source", "statements"));
        }

        Each(text.Family("creditmonitor_unknown_days", "gauge", "Days of the ledger's span that should have a cost figure and have none."), organizations, one => one.UnknownDays);
        Each(text.Family("creditmonitor_recipients", "gauge", "Addresses that are told of this organization."), organizations, one => one.Recipients);
    }

    private static void WriteMail(IMetricFamilies text, ImmutableArray<OrganizationBody> organizations, DateTimeOffset now)
    {
        text.Family("creditmonitor_outbox_mails", "gauge", "Mails not yet delivered, by state: waiting, outcome_unknown (they may have arrived), parked (somebody has to see to them).");
        foreach (var one in organizations)
        {
            text.Sample(one.Mail.Waiting - one.Mail.OutcomeUnknown, ("organization", one.Id), ("state", "waiting"));
            text.Sample(one.Mail.OutcomeUnknown, ("organization", one.Id), ("state", "outcome_unknown"));
            text.Sample(one.Mail.Parked, ("organization", one.Id), ("state", "parked"));
        }

        text.Family("creditmonitor_outbox_oldest_age_seconds", "gauge", "Seconds since the oldest mail was made that is not delivered, by state; absent where there is none.");
        foreach (var one in organizations)
        {
            text.Sample(Age(one.Mail.OldestWaiting, now), ("organization", one.Id), ("state", "waiting"));
            text.Sample(Age(one.Mail.OldestOutcomeUnknown, now), ("organization", one.Id), ("state", "outcome_unknown"));
            text.Sample(Age(one.Mail.OldestParked, now), ("organization", one.Id), ("state", "parked"));
        }

        Each(text.Family("creditmonitor_mail_channel_down", "gauge", "1 while the mail channel takes nothing until somebody mends it."), organizations, one => one.Mail.ChannelDown ? 1 : 0);
    }

    private static void Each(IMetricFamilies text, ImmutableArray<OrganizationBody> organizations, Func<OrganizationBody, decimal?> value)
    {
        foreach (var one in organizations)
        {
            text.Sample(value(one), ("organization", one.Id));
        }
    }

    private static decimal? Age(DateTimeOffset? since, DateTimeOffset now) => since is { } at ? Seconds(now - at) : null;

    private static decimal Seconds(TimeSpan span) => Math.Floor((decimal)span.Ticks / TimeSpan.TicksPerSecond);
}
