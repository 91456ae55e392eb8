using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Lapses as a calendar (RFC 5545): a lasting UID for each grant, a sequence that rises when its date moves, and alarms.</summary>
internal static class ExpiryCalendar
{
    /// <summary>Days before at which a calendar reminds.</summary>
    private static readonly ImmutableArray<int> Alarms = [30, 7, 1];

    private const int LineOctets = 75;

    public static string Write(string organizationId, string organizationName, IEnumerable<ExpiryDate> dates, DateTimeOffset at)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Credit Monitor//Lapses of OpenAI credit//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Line(text, $"X-WR-CALNAME:{Text($"OpenAI credit of {organizationName}")}");
        Line(text, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
        Line(text, "X-PUBLISHED-TTL:PT6H");
        foreach (var date in dates)
        {
            Event(text, organizationId, organizationName, date, at);
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void Event(StringBuilder text, string organizationId, string organizationName, ExpiryDate date, DateTimeOffset at)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, $"UID:{Uid(organizationId, date.GrantId)}");
        Line(text, $"DTSTAMP:{Instant(at)}");
        Line(text, $"LAST-MODIFIED:{Instant(date.ChangedAt)}");
        Line(text, string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{date.Sequence}"));
        Line(text, $"DTSTART:{Instant(date.Earliest)}");
        Line(text, "DURATION:PT15M");
        Line(text, date.Gone ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        Line(text, "TRANSP:TRANSPARENT");
        Line(text, $"SUMMARY:{Text(date.Gone ? $"No lapse: OpenAI credit of {organizationName}, grant {date.GrantId}" : $"{date.Remaining} of OpenAI credit {(date.Earliest == date.Latest ? "lapses" : "may lapse")}: {organizationName}, grant {date.GrantId}")}");
        Line(text, $"DESCRIPTION:{Text(Description(date))}");
        foreach (var days in date.Gone ? [] : Alarms)
        {
            Line(text, "BEGIN:VALARM");
            Line(text, "ACTION:DISPLAY");
            Line(text, string.Create(CultureInfo.InvariantCulture, $"TRIGGER:-P{days}D"));
            Line(text, $"DESCRIPTION:{Text($"OpenAI credit of {organizationName} lapses in {When.Count(days, "day")}")}");
            Line(text, "END:VALARM");
        }

        Line(text, "END:VEVENT");
    }

    private static string Description(ExpiryDate date) =>
        date.Gone ? $"Nothing of the {date.Amount} grant {date.GrantId} is left to lapse."
        : $"{date.Remaining} of the {date.Amount} grant {date.GrantId} {(date.Earliest == date.Latest ? $"lapses {When.Long(date.Earliest)}" : $"may lapse from {When.Long(date.Earliest)}, and surely has by {When.Long(date.Latest)}")}. What is unused then is lost; OpenAI neither extends nor refunds it.";

    /// <summary>A calendar knows an event by it for as long as the grant lives, whatever moves.</summary>
    private static string Uid(string organizationId, string grantId) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{organizationId}\n{grantId}")))[..32]}@credit-monitor";

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>TEXT as RFC 5545, 3.3.11 has it; other control characters are dropped.</summary>
    private static string Text(string text) =>
        string.Concat(text.Select(c => c switch { '\\' => "\\\\", ';' => "\\;", ',' => "\\,", '\n' => "\\n", _ when char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format => "", _ => c.ToString() }));

    /// <summary>Folded at 75 octets, never within a character.</summary>
    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LineOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
