using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>What of usage the monitor has seen, as evidence of an alert on it.</summary>
internal static class UsageSeen
{
    public static AlertFact Fact(Situation situation)
    {
        var others = situation.Usage.Others.Where(other => other.Since is not null).Select(other => SnakeCase.Of(other.Endpoint)).ToList();
        var unread = Enum.GetValues<UsageEndpoint>().Select(SnakeCase.Of).Except(others).ToList();
        return new("usage_read", $"since {When.Short(situation.Usage.Since ?? situation.Now)}, last at {When.Short(situation.Usage.Through ?? situation.Now)}, from OpenAI's usage endpoints for {string.Join(", ", others.Prepend("completions"))}"
            + $"{(unread.Count == 0 ? "" : $"; not read: {string.Join(", ", unread)}")}; what was used before is not known");
    }
}
