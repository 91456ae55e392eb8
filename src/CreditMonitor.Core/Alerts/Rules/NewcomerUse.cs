using System.Globalization;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>What a newcomer uses within an hour, where it is as much as the whole organization usually uses: tokens where they are told, else calls.</summary>
/// <param name="Measure"><c>tokens</c> or <c>requests</c>.</param>
/// <param name="Verb">What the organization does with them: uses, makes.</param>
/// <param name="PerHour">At the organization's usual price; null: not known, as of every call that is not paid in text tokens.</param>
internal sealed record NewcomerUse(string Measure, string Verb, string Amount, decimal Usual, bool IsMuch, Usd? PerHour)
{
    private const decimal TimesUsual = 3m;

    private static readonly TimeSpan LastHour = TimeSpan.FromHours(1);

    public static NewcomerUse? OfTokens(UsageHistory usage, UsagePace pace, string name)
    {
        var tokens = usage.Recent.Where(slot => slot.Start > usage.Through - LastHour && Names(slot, name)).Sum(slot => slot.Tokens);
        return tokens < pace.UsualHour || tokens == 0 ? null : new NewcomerUse(
            "tokens", "uses", $"{Text(tokens)} tokens", pace.UsualHour, tokens >= pace.UsualHour * TimesUsual, pace.PerToken is { } price ? new Usd(Math.Round(tokens * price, 6)) : null);
    }

    /// <summary>Calls to endpoints that cost money and are not paid in text tokens, in the busiest of the last hours. An endpoint that is read for the first time has no newcomers.</summary>
    public static NewcomerUse? OfCalls(UsageHistory usage, ConsumerActivity life, string name, TimeSpan known)
    {
        if (usage.UsualCallsBefore(DateOnly.FromDateTime(life.FirstSeen.UtcDateTime)) is not { } usual)
        {
            return null;
        }

        var busiest = usage.Others.Where(other => other.Endpoint is not UsageEndpoint.Moderations && life.FirstSeen - other.Since >= known)
            .SelectMany(other => other.Recent.Where(slot => Names(slot, name)).GroupBy(slot => slot.Start).Select(hour => (other.Endpoint, Calls: hour.Sum(slot => slot.Requests))))
            .OrderByDescending(hour => hour.Calls).FirstOrDefault();
        return busiest.Calls < usual || busiest.Calls == 0 ? null : new NewcomerUse(
            "requests", "makes", $"{Text(busiest.Calls)} calls ({SnakeCase.Of(busiest.Endpoint)})", usual, busiest.Calls >= usual * TimesUsual, null);
    }

    private static bool Names(UsageSlot slot, string name) => UsageHistory.NamesOf(slot).Any(one => one.Name == name);

    private static string Text(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
