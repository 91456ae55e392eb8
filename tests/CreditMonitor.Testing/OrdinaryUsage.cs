using CreditMonitor.Core.Observations;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Testing;

/// <summary>An ordinary hour has 12,000 tokens of one key, a day costs $2.</summary>
internal static class OrdinaryUsage
{
    public static readonly DateTimeOffset Burst = Utc("2026-03-20T10:00:00Z");
    public static readonly TimeSpan Five = UsageSlot.Length;
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    /// <summary>Until <see cref="Burst"/>, and what was told until then forgotten.</summary>
    public static ALife Ordinary(decimal perDay = 2)
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start).NeverExpiring()).Spending(perDay, new(2026, 3, 1), new(2026, 3, 30)).PollEvery(TimeSpan.FromHours(6), Start, Burst);
        for (var now = Start.AddHours(1); now <= Burst; now = now.AddHours(1))
        {
            life.PollUsage(now, Slots(life.State.Usage.AskFrom(now), now, 1_000, "key_app", "gpt-5"));
        }

        life.Events.Clear();
        return life;
    }

    public static UsageSlot[] Slots(DateTimeOffset from, DateTimeOffset to, long tokens, string key, string model) =>
        [.. Enumerable.Range(0, (int)((to - from) / Five)).Select(n => new UsageSlot(from + (n * Five), key, model, "proj", 1, tokens))];

    public static UsageSlot[] With(ALife life, DateTimeOffset now, DateTimeOffset since, long tokens, string key = "key_app", string model = "gpt-5") =>
        [.. Slots(life.State.Usage.AskFrom(now), now, 1_000, "key_app", "gpt-5"), .. Slots(since, now, tokens, key, model)];
}
