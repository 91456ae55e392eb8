using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

/// <summary>An ordinary hour has 12 calls to a text model, and each day 50 of one endpoint at eight in the morning: 338 calls a day.</summary>
public sealed class CallSpikeTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateTimeOffset Now = Utc("2026-03-15T10:00:00Z");

    private readonly ALife _life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30));

    private readonly List<UsageSlot> _calls = [.. Enumerable.Range(0, 25).Select(day => Calls(Start.AddDays(day).AddHours(8), 50))];

    private static UsageSlot Calls(DateTimeOffset hour, long calls, string key = "key_app") => new(hour, key, "gpt-image-1", "proj", calls, 0);

    /// <summary>Hours of ordinary life, with what the endpoint is told to have had.</summary>
    private void Live(DateTimeOffset until, UsageEndpoint endpoint = UsageEndpoint.Images, DateTimeOffset? readSince = null)
    {
        for (var now = _life.State.Usage.Through?.AddHours(1) ?? Start.AddHours(1); now <= until; now = now.AddHours(1))
        {
            var from = _life.State.Usage.AskFrom(now);
            if (now > Now || now.Hour % 6 == 1)
            {
                _life.Poll(now);
            }

            _life.PollUsage(now, [.. Enumerable.Range(0, (int)((now - from) / UsageSlot.Length)).Select(n => new UsageSlot(from + (n * UsageSlot.Length), "key_app", "gpt-5", "proj", 1, 1_000))]);
            if (now >= (readSince ?? Start))
            {
                var since = (_life.State.Usage.Others.FirstOrDefault() ?? EndpointUsage.Unread(endpoint)).AskFrom(now);
                _life.PollOther(endpoint, now, [.. _calls.Where(slot => slot.Start >= since && slot.Start < now)]);
            }
        }
    }

    private List<AlertEvent> Spikes => [.. _life.Events.Where(e => e.Alert.Kind == AlertKind.SpendSpike)];

    [Fact]
    public void More_images_in_an_hour_than_the_organization_makes_calls_in_a_day_are_told_once_and_end()
    {
        _calls.AddRange([Calls(Now, 900, "key_stolen"), Calls(Now, 1)]);

        Live(Now.AddHours(8));

        Assert.Equal([AlertEventKind.Raised, AlertEventKind.Resolved], Spikes.Select(e => e.Kind));
        var told = Spikes[0];
        Assert.Equal(("images", Severity.Warning, Now.AddHours(1)), (told.Alert.About, told.Alert.Severity, told.At));
        Assert.Contains("901 calls (images) were made in the hour from Sunday 15 March 2026, 10:00 UTC, most by key key_stolen, model gpt-image-1; the busiest day of four weeks had 50.", told.Alert.Text.Lead, StringComparison.Ordinal);
    }

    [Fact]
    public void A_burst_that_lasts_for_days_is_one()
    {
        _calls.AddRange(Enumerable.Range(0, 60).Select(hour => Calls(Now.AddHours(hour), 900)));

        Live(Now.AddHours(60));

        Assert.Equal([AlertEventKind.Raised], Spikes.Select(e => e.Kind));
    }

    [Theory]
    [InlineData(UsageEndpoint.Images, 320)]            // less than a day's calls of the whole organization
    [InlineData(UsageEndpoint.Embeddings, 50_000)]     // a batch of embeddings is cheap
    [InlineData(UsageEndpoint.Moderations, 50_000)]    // free
    public void What_cannot_cost_much_is_no_burst(UsageEndpoint endpoint, long calls)
    {
        _calls.Add(Calls(Now, calls));

        Live(Now.AddHours(3), endpoint);

        Assert.Empty(Spikes);
    }

    [Fact]
    public void Thrice_the_busiest_day_is_a_burst_and_less_is_a_batch_like_others()
    {
        _calls.AddRange([Calls(Now.AddDays(-3), 270), Calls(Now, 900), Calls(Now.AddDays(2), 3_000)]);

        Live(Now.AddDays(2).AddHours(1));

        Assert.Equal([Now.AddDays(2).AddHours(1)], Spikes.Select(e => e.At));
    }

    [Fact]
    public void An_endpoint_that_is_read_for_less_than_three_days_tells_no_burst()
    {
        _calls.Add(Calls(Now, 5_000));

        Live(Now.AddHours(3), readSince: Now.AddDays(-1));

        Assert.Empty(Spikes);
    }
}
