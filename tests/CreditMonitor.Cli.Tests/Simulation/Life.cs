using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.OpenAI;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Simulation;

/// <summary>A stand-in provider, a clock to turn, and the real client on top.</summary>
internal sealed class Life
{
    public static readonly DateOnly First = new(2026, 1, 1);

    public Life(int pageCap = 180, string? adminKey = null)
    {
        Provider = new FakeProvider(Clock) { PageCap = pageCap, AdminKey = adminKey };
        Source = OpenAIReadings.Source(new FakeHandler(Provider), clock: Clock);
    }

    public FixedClock Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public FakeProvider Provider { get; }

    public OpenAIBillingSource Source { get; }

    public void Publish(DateOnly day, decimal amount, string? project = "proj_a", string? lineItem = "x", string? apiKey = "k", DateTimeOffset? at = null) =>
        Provider.Publish(day, project, lineItem, apiKey, new Usd(amount), at ?? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).AddHours(27));

    public void FailAlways(FaultMode mode, string? endpoint = null) => Provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, endpoint, mode);

    public Task<Reading<CostReport>> CostsAsync(DateOnly? from = null, string key = OpenAIReadings.Key) => Source.ReadCostsAsync(OpenAIReadings.Access(key), from ?? First, CancellationToken.None);

    public Task<HttpResponseMessage> GetAsync(string pathAndQuery) => Task.FromResult(Provider.Answer(new HttpRequestMessage(HttpMethod.Get, "https://api.example/v1" + pathAndQuery)));
}
