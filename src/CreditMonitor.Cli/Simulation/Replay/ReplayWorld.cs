using System.Collections.Immutable;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Scenarios;

namespace CreditMonitor.Cli.Simulation.Replay;

/// <summary>The outside world of a scenario: a stand-in provider for each watched organization, told up front what becomes visible when.</summary>
internal sealed class ReplayWorld : HttpMessageHandler
{
    private readonly Dictionary<string, HttpMessageInvoker> _byHost = new(StringComparer.Ordinal);

    public ReplayWorld(Scenario scenario, TimeProvider clock)
    {
        var main = new FakeProvider(clock);
        foreach (var e in scenario.Events)
        {
            Show(main, e);
        }

        Main = Serve("watched", main);
        Others = [.. scenario.Events.OfType<ScenarioEvent.Other>().GroupBy(other => other.Id, StringComparer.Ordinal).Select((other, index) => (other.Key, Serve($"other-{index}", ProviderOf([.. other], scenario.End, clock))))];
    }

    public Uri Main { get; }

    /// <summary>Further watched organizations, and where each is asked.</summary>
    public ImmutableArray<(string Id, Uri BaseUrl)> Others { get; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _byHost[request.RequestUri!.Host].SendAsync(request, cancellationToken);

    private Uri Serve(string host, FakeProvider provider)
    {
        _byHost[host] = new HttpMessageInvoker(new FakeHandler(provider));
        return new Uri($"http://{host}/v1");
    }

    private static void Show(FakeProvider provider, ScenarioEvent e)
    {
        switch (e)
        {
            case ScenarioEvent.Cost cost:
                provider.Publish(cost.Day, cost.Project, cost.LineItem, cost.ApiKey, cost.Amount, cost.At);
                break;
            case ScenarioEvent.SpendLimit limit:
                provider.SetSpendLimit(new SpendLimit(limit.Amount, limit.Enforcing), limit.At);
                break;
            case ScenarioEvent.Usage usage:
                provider.Use(new SteadyUsage(usage.From, usage.To, usage.RequestsPerHour, usage.InputTokensPerHour, usage.ApiKey, usage.Model, usage.Project, usage.At) { Endpoint = usage.Endpoint });
                break;
            case ScenarioEvent.Key key:
                provider.LogKey(key.At, key.Created, key.ApiKey, key.Project);
                break;
            case ScenarioEvent.Failure failure when FaultModes.TryParse(failure.Mode, out var mode):
                provider.Fail(failure.At, failure.Until, failure.Endpoint, mode);
                break;
        }
    }

    /// <summary>Each event's daily cost holds from its day on, with the usual lag, until the next one's.</summary>
    private static FakeProvider ProviderOf(ImmutableArray<ScenarioEvent.Other> events, DateTimeOffset end, TimeProvider clock)
    {
        var provider = new FakeProvider(clock);
        for (var index = 0; index < events.Length; index++)
        {
            var until = index + 1 < events.Length ? events[index + 1].At : end;
            for (var day = DateOnly.FromDateTime(events[index].At.UtcDateTime); CostHistory.DayEnd(day) <= until; day = day.AddDays(1))
            {
                provider.Publish(day, null, null, null, events[index].DailyCost, CostHistory.DayEnd(day).AddHours(3));
            }
        }

        return provider;
    }
}
