using System.Collections.Immutable;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Scenarios;

/// <summary>One organization's life as the outside world saw it (contracts, section 7). What a judge expects of it is not read here: nothing that decides may know it.</summary>
/// <param name="Billing">Between billing polls, the first at <paramref name="Start"/>.</param>
/// <param name="Usage">Between usage polls; null: usage is not polled.</param>
/// <param name="Config">The organization's settings as configuration keys, such as <c>Alerts:LowBalanceAmounts:0</c>.</param>
/// <param name="Events">By the instant at which they become visible; those of one instant as written.</param>
public sealed record Scenario(
    string Id, DateTimeOffset Start, DateTimeOffset End, TimeSpan Billing, TimeSpan? Usage, ImmutableArray<KeyValuePair<string, string?>> Config, ImmutableArray<ScenarioEvent> Events);

/// <summary>Something that becomes visible to the monitor at <paramref name="At"/>, never earlier.</summary>
public abstract record ScenarioEvent(DateTimeOffset At)
{
    /// <summary>A person or a program tells it.</summary>
    public sealed record Told(DateTimeOffset At, RecordedFact Fact) : ScenarioEvent(At);

    /// <summary>The provider's figure for a day; a later one for the same names replaces it.</summary>
    public sealed record Cost(DateTimeOffset At, DateOnly Day, Usd Amount, string? Project, string? LineItem, string? ApiKey) : ScenarioEvent(At);

    /// <summary>Calls at a steady rate between two instants, visible as they elapse.</summary>
    /// <param name="To">Exclusive.</param>
    /// <param name="Endpoint">Null: text models.</param>
    public sealed record Usage(
        DateTimeOffset At, DateTimeOffset From, DateTimeOffset To, decimal RequestsPerHour, decimal InputTokensPerHour, string? ApiKey, string? Model, string? Project, UsageEndpoint? Endpoint) : ScenarioEvent(At);

    public sealed record SpendLimit(DateTimeOffset At, Usd Amount, bool Enforcing) : ScenarioEvent(At);

    /// <summary>An entry of the audit log.</summary>
    public sealed record Key(DateTimeOffset At, bool Created, string ApiKey, string? Name, string? Project) : ScenarioEvent(At);

    /// <param name="Until">Exclusive.</param>
    /// <param name="Endpoint"><c>costs</c>, <c>usage</c> or <c>all</c>.</param>
    /// <param name="Mode">As contracts name it, such as <c>missing_scope</c>.</param>
    public sealed record Failure(DateTimeOffset At, DateTimeOffset Until, string Endpoint, string Mode) : ScenarioEvent(At);

    /// <summary>A further watched organization, without credit.</summary>
    public sealed record Other(DateTimeOffset At, string Id, Usd DailyCost) : ScenarioEvent(At);
}

/// <summary>A scenario, or every fault in it, a sentence each with its JSON path.</summary>
public sealed record ScenarioRead(Scenario? Scenario, ImmutableArray<string> Faults);
