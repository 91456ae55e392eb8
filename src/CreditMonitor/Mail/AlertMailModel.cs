using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Mail;

/// <summary>What one mail says, ready for both of its parts.</summary>
/// <param name="Items">Most urgent first.</param>
/// <param name="PageUrl">The organization's page; null when no public address is configured.</param>
public sealed record AlertMailModel(
    string OrganizationName,
    string Subject,
    bool IsSample,
    ImmutableArray<AlertMailItem> Items,
    string? PageUrl);

/// <param name="Badge">Severity or ending in a word, so that meaning never rests on colour alone.</param>
/// <param name="Deadline">In the reader's zone; null when UTC is that zone or there is no deadline.</param>
/// <param name="Why">Why the reader gets this, now.</param>
public sealed record AlertMailItem(
    string Badge,
    string Tone,
    string Subject,
    string Lead,
    string? Deadline,
    string? Consequence,
    string Action,
    ImmutableArray<AlertFact> Facts,
    string? Unknown,
    string Why)
{
    public static AlertMailItem Of(AlertEvent e, TimeZoneInfo zone)
    {
        var text = e.Alert.Text;
        var resolved = e.Kind == AlertEventKind.Resolved;
        return new AlertMailItem(
            resolved ? "Resolved" : e.Alert.Severity.ToString(),
            resolved ? "resolved" : SnakeCase.Of(e.Alert.Severity),
            text.Subject,
            resolved ? $"No longer true: {Sentence(e.Alert.Ending)} It was: {text.Lead}" : text.Lead,
            resolved ? null : InZone(text.Deadline, zone),
            resolved ? null : text.Consequence,
            resolved ? "Nothing." : text.Action,
            text.Facts,
            resolved ? null : text.Unknown,
            WhyOf(e));
    }

    private static string WhyOf(AlertEvent e) =>
        $"{e.Reason switch
        {
            NotifyReason.FirstFiring => "It is true for the first time",
            NotifyReason.FiringAgain => "It had ended and is true again",
            NotifyReason.WindowTightened => "A tighter window or a lower threshold is due",
            NotifyReason.Worsened => "It has become more urgent",
            NotifyReason.RepeatIntervalElapsed => "It is critical, still true, and was last told a while ago",
            _ => "It has ended",
        }}, decided {When.Long(e.At)}; raised {When.Short(e.Alert.RaisedAt)}. Alert {e.Alert.Key}.";

    private static string? InZone(DateTimeOffset? deadline, TimeZoneInfo zone) =>
        deadline is { } instant && !zone.Equals(TimeZoneInfo.Utc)
            ? string.Create(CultureInfo.InvariantCulture, $"In {zone.Id} that is {TimeZoneInfo.ConvertTime(instant, zone):dddd d MMMM yyyy, HH:mm}.")
            : null;

    private static string Sentence(string? ending) => string.IsNullOrEmpty(ending) ? "It ended." : char.ToUpperInvariant(ending[0]) + ending[1..].TrimEnd('.') + ".";
}
