using CreditMonitor.Core.Observations;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Testing;

/// <summary>An ordinary hour has 12 calls to a text model and 4 to images; a day costs $2.</summary>
internal static class OrdinaryImages
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    public static readonly DateTimeOffset Now = Utc("2026-03-20T10:00:00Z");

    public static UsageSlot[] Text(ALife life, DateTimeOffset now)
    {
        var from = life.State.Usage.AskFrom(now);
        return [.. Enumerable.Range(0, (int)((now - from) / UsageSlot.Length)).Select(n => new UsageSlot(from + (n * UsageSlot.Length), "key_app", "gpt-5", "proj", 1, 1_000))];
    }

    /// <summary>Calls of one key in each hour that the next answer holds.</summary>
    private static UsageSlot[] Hourly(ALife life, UsageEndpoint endpoint, DateTimeOffset now, long calls, string key, string model)
    {
        var from = (life.State.Usage.Others.FirstOrDefault(other => other.Endpoint == endpoint) ?? EndpointUsage.Unread(endpoint)).AskFrom(now);
        return [.. Enumerable.Range(0, (int)((now - from) / TimeSpan.FromHours(1)) + 1).Select(n => new UsageSlot(from.AddHours(n), key, model, "proj", calls, 0))];
    }

    public static ALife WithImages(DateTimeOffset? imagesSince = null)
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(2, new(2026, 3, 1), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Now);
        for (var now = Start.AddHours(1); now <= Now; now = now.AddHours(1))
        {
            life.PollUsage(now, Text(life, now));
            if (now >= (imagesSince ?? Start))
            {
                life.PollOther(UsageEndpoint.Images, now, Hourly(life, UsageEndpoint.Images, now, 4, "key_app", "gpt-image-1"));
            }
        }

        life.Events.Clear();
        return life;
    }
}
