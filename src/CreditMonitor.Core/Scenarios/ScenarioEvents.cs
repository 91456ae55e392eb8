using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Statements;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Scenarios;

/// <summary>Reads one event by its type. An event with a fault is none; the fault is kept.</summary>
internal static class ScenarioEvents
{
    private const string By = "scenario";
    private const decimal UsualLagHours = 3m;
    private const decimal MostLagHours = 10_000m;

    private static readonly TimeSpan MostBefore = TimeSpan.FromDays(4_000);

    private static readonly ImmutableArray<string> Modes =
        ["unauthorized", "missing_scope", "rate_limited", "server_error", "timeout", "garbage", "string_amounts", "empty_buckets"];

    /// <summary>What a life may name beside text models; the contracts have those alone, and then no endpoint is named.</summary>
    private static readonly (string, UsageEndpoint)[] OtherEndpoints = [.. Enum.GetValues<UsageEndpoint>().Select(endpoint => (SnakeCase.Of(endpoint), endpoint))];

    /// <param name="number">Of the event, from 1: names facts that have no id of their own.</param>
    /// <param name="end">Of the scenario: nothing is made that only shows after it.</param>
    public static IEnumerable<ScenarioEvent> Of(DocumentObject e, int number, DateTimeOffset end)
    {
        var type = e.Text("type", "an event type of contracts section 7", required: true);
        return e.Instant("at", required: true) is not { } at || type is null ? [] : IsTooEarly(at, end) ? TooEarly(e, "at") : type switch
        {
            "credit_grant" => Told(at, Grant(e, at)),
            "receipt" => Told(at, Receipt(e, at)),
            "card_charge" => Told(at, CardCharge(e, at)),
            "balance_reading" => Told(at, e.Amount("amount", signed: true) is { } amount ? new BalanceReading($"reading-{number}", at, By, at, amount) : null),
            "auto_recharge" => Told(at, e.Flag("enabled", required: true) is { } enabled
                ? new AutoRechargeSetting($"auto-recharge-{number}", at, By, at, enabled, e.Amount("threshold", required: false), e.Amount("restore_to", required: false), e.Amount("monthly_cap", required: false))
                : null),
            "plan_cancelled" => Told(at, new PlanChange($"plan-{number}", at, By, at, Cancelled: true)),
            "plan_resumed" => Told(at, new PlanChange($"plan-{number}", at, By, at, Cancelled: false)),
            "refusal" => Told(at, e.Text("code", "an error code", required: true) is { } code ? new CallReport($"call-{number}", at, By, at, code, e.Text("project", "a project", required: false)) : null),
            "call_ok" => Told(at, new CallReport($"call-{number}", at, By, at, null, null)),
            "cost" => Cost(e, at, end),
            "daily_cost" => DailyCost(e, at, end),
            "usage" => Usage(e, at),
            "spend_limit" => e.Amount("amount") is { } limit && e.Flag("enforcing", required: true) is { } enforcing ? [new ScenarioEvent.SpendLimit(at, limit, enforcing)] : [],
            "api_key_created" or "api_key_deleted" => e.Text("api_key", "a key's id", required: true) is { } key
                ? [new ScenarioEvent.Key(at, type == "api_key_created", key, e.Text("name", "a name", required: false), e.Text("project", "a project", required: false))]
                : [],
            "api_failure" => Failure(e, at),
            "other_organization" => e.Text("id", "an organization's id", required: true) is { } id && e.Amount("daily_cost") is { } daily ? [new ScenarioEvent.Other(at, id, daily)] : [],
            _ => Unknown(e),
        };
    }

    /// <summary>A life that began in the year 1 would be as long to replay.</summary>
    private static bool IsTooEarly(DateTimeOffset at, DateTimeOffset end) => end - at > MostBefore;

    private static bool IsWithin(DateOnly day, DateTimeOffset end) =>
        day.Year <= ScenarioDocument.LastYear && !IsTooEarly(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), end);

    private static IEnumerable<ScenarioEvent> TooEarly(DocumentObject e, string field)
    {
        var days = $"{MostBefore.TotalDays:0} days before the end";
        e.Refuse(field, $"expected a time of at most {days}, and before the year {ScenarioDocument.LastYear}.");
        return [];
    }

    private static IEnumerable<ScenarioEvent> Unknown(DocumentObject e)
    {
        e.Refuse("type", "is no event type of contracts section 7.");
        return [];
    }

    private static IEnumerable<ScenarioEvent> Told(DateTimeOffset at, RecordedFact? fact) => fact is null ? [] : [new ScenarioEvent.Told(at, fact)];

    private static RecordedGrant? Grant(DocumentObject e, DateTimeOffset at)
    {
        var id = e.Text("id", "the grant's id", required: true);
        var kind = e.Choice("kind", required: true, ("paid", GrantKind.Paid), ("promotional", GrantKind.Promotional));
        var amount = e.Amount("amount");
        var effective = e.Instant("effective_at", required: false) ?? at;
        return id is null || kind is null || amount is null ? null : new RecordedGrant(at, By, new CreditGrant(
            id, kind.Value, amount.Value, effective, e.Instant("expires_at", required: false), e.Instant("voided_at", required: false))
        { NeverExpires = e.IsExplicitNull("expires_at") });
    }

    private static Receipt? Receipt(DocumentObject e, DateTimeOffset at)
    {
        var id = e.Text("id", "the receipt's id", required: true);
        var kind = e.Choice("kind", required: true, FactDocument.ReceiptKinds);
        var currency = e.Currency("currency");
        var amount = e.Money("amount", currency);
        var (tax, credit) = (e.Money("tax", currency, required: false), e.Amount("credit", required: false));
        return id is null || kind is null || amount is null ? null : new Receipt(id, at, By, at, kind.Value, amount.Value, tax, credit);
    }

    private static CardCharge? CardCharge(DocumentObject e, DateTimeOffset at)
    {
        var (id, description) = (e.Text("id", "the charge's id", required: true), e.Text("description", "the statement's text", required: true));
        var amount = e.Money("amount", e.Currency("currency"), signed: true);
        var day = e.Day("date", required: false) ?? DateOnly.FromDateTime(at.UtcDateTime);
        return id is null || description is null || amount is null ? null : new CardCharge(at, By, new CardRow(day, null, amount.Value, description) { Id = id });
    }

    private static IEnumerable<ScenarioEvent> Cost(DocumentObject e, DateTimeOffset at, DateTimeOffset end) =>
        e.Day("day") is not { } day || e.Amount("amount") is not { } amount ? []
        : !IsWithin(day, end) ? TooEarly(e, "day")
        : [new ScenarioEvent.Cost(at, day, amount, Project(e), LineItem(e), ApiKey(e))];

    private static IEnumerable<ScenarioEvent> DailyCost(DocumentObject e, DateTimeOffset at, DateTimeOffset end)
    {
        var week = Week(e);
        var amount = week is null ? e.Amount("amount") : null;
        var hours = e.Number("lag_hours", required: false) ?? UsualLagHours;
        if (hours > MostLagHours)
        {
            e.Refuse("lag_hours", $"expected at most {MostLagHours} hours.");
        }

        if (e.Day("from") is not { } from || e.Day("to") is not { } to || (week is null && amount is null) || hours > MostLagHours)
        {
            yield break;
        }

        if (!IsWithin(from, end))
        {
            TooEarly(e, "from");
            yield break;
        }

        var lag = TimeSpan.FromMinutes((long)(hours * 60m));

        var (project, item, key) = (Project(e), LineItem(e), ApiKey(e));
        for (var day = from; day <= to && CostHistory.DayEnd(day) <= end; day = day.AddDays(1))
        {
            var visible = CostHistory.DayEnd(day) + lag;
            yield return new ScenarioEvent.Cost(visible < at ? at : visible, day, week is null ? amount!.Value : week[((int)day.DayOfWeek + 6) % 7], project, item, key);
        }
    }

    /// <summary>Monday first; null when the event has none, or a wrong one, which is a fault.</summary>
    private static Usd[]? Week(DocumentObject e)
    {
        if (e.Element("weekdays") is not { } given)
        {
            return null;
        }

        Usd[] week = given.ValueKind != JsonValueKind.Array ? [] :
            [.. given.EnumerateArray().Where(day => day.ValueKind == JsonValueKind.Number).Select(day => AmountText.TryRead(day.GetRawText(), out var amount, out _, out _) ? amount : new Usd(-1m)).Where(amount => amount >= Usd.Zero)];
        if (week.Length == 7)
        {
            return week;
        }

        e.Refuse("weekdays", "expected seven amounts, Monday first.");
        return null;
    }

    private static IEnumerable<ScenarioEvent> Usage(DocumentObject e, DateTimeOffset at)
    {
        var (from, to) = (e.Instant("from", required: true), e.Instant("to", required: true));
        var requests = e.Number("requests_per_hour", required: true);
        var tokens = e.Number("input_tokens_per_hour", required: false) ?? 0m;
        var endpoint = e.Choice("endpoint", required: false, OtherEndpoints);
        return from is null || to is null || requests is null ? [] : [new ScenarioEvent.Usage(at, from.Value, to.Value, requests.Value, tokens, ApiKey(e), e.Text("model", "a model", required: false), Project(e), endpoint)];
    }

    private static IEnumerable<ScenarioEvent> Failure(DocumentObject e, DateTimeOffset at)
    {
        var mode = e.Text("mode", "a failure mode of contracts section 7", required: true);
        if (mode is not null && !Modes.Contains(mode))
        {
            e.Refuse("mode", $"expected one of {string.Join(", ", Modes)}.");
            return [];
        }

        return mode is null || e.Instant("until", required: true) is not { } until ? [] : [new ScenarioEvent.Failure(at, until, e.Text("endpoint", "costs, usage or all", required: false) ?? "all", mode)];
    }

    private static string? Project(DocumentObject e) => e.Text("project", "a project's id", required: false);

    private static string? LineItem(DocumentObject e) => e.Text("line_item", "a line item", required: false);

    private static string? ApiKey(DocumentObject e) => e.Text("api_key", "a key's id", required: false);
}
