using System.Diagnostics.Metrics;

namespace CreditMonitor.Telemetry;

/// <summary>What this process did since it started, for <c>GET /api/metrics</c> and for whatever listens to .NET's meters.</summary>
internal static class MonitorMeter
{
    public const string Name = "CreditMonitor";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Polls = Meter.CreateCounter<long>("creditmonitor.polls", "{poll}", "Polls of one organization, by what was asked and how it ended.");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("creditmonitor.provider_requests", "{request}", "Requests to OpenAI, by the class of the answer.");
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("creditmonitor.deliveries", "{message}", "Mails and posts that were tried, by channel and outcome.");

    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("creditmonitor.faults", "{fault}", "Faults of the program itself that were contained, by organization and where.");

    /// <param name="where">poll, probe, rule, delivery, decision or digest.</param>
    public static void CountFault(string organization, string where) => Faults.Add(1, new("organization", organization), new("where", where));

    /// <param name="asked">billing, usage or check.</param>
    /// <param name="outcome">ok, provider_failed, store_failed, lost_race, out_of_time or fault.</param>
    public static void CountPoll(string organization, string asked, string outcome) => Polls.Add(1, new("organization", organization), new("asked", asked), new("outcome", outcome));

    /// <param name="status">Null: no answer came.</param>
    public static void CountRequest(int? status) => Requests.Add(1, new KeyValuePair<string, object?>("answer", status switch { null => "none", 429 => "rate_limited", _ => $"{status / 100}xx" }));

    /// <param name="outcome">How the attempt ended, in snake_case.</param>
    public static void CountDelivery(string organization, string channel, string outcome) =>
        Deliveries.Add(1, new("organization", organization), new("channel", channel), new("outcome", outcome));
}
