using System.Globalization;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>What a rule sees as true now. Whether anybody is told is the <see cref="AlertPolicy"/>'s decision.</summary>
/// <param name="About">The thing: a grant's id, a source's name, <c>balance</c>.</param>
/// <param name="Episode">Which occurrence of it, so that the next one is a new alert: an expiry date, the instant it began.</param>
/// <param name="Step">How far it has gone within its episode; a higher step is told again (a tighter window, a lower threshold).</param>
public sealed record Finding(AlertKind Kind, string About, string Episode, Severity Severity, int Step, AlertText Text)
{
    /// <summary>Told again while it stays critical and nothing changes. Not for alerts whose windows are their reminders.</summary>
    public bool Repeats { get; init; }

    /// <summary>It ended a moment ago and is true again: the same episode goes on, and nobody is told that it does.</summary>
    public bool Returns { get; init; }

    public string Key => AlertKey.Of(Kind, About, Episode);
}

/// <summary>An alert's identity as text: safe in storage keys, addresses and mail headers.</summary>
public static class AlertKey
{
    public static string Of(AlertKind kind, string about, string episode) => $"{SnakeCase.Of(kind)}.{Escape(about)}.{Escape(episode)}";

    /// <summary>The day of an episode that is named by a day; null for any other key.</summary>
    public static DateOnly? DayOf(string key) =>
        DateOnly.TryParseExact(key[(key.LastIndexOf('.') + 1)..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>ASCII letters, digits, <c>-</c> and <c>_</c> stay; any other UTF-16 unit becomes <c>~</c> and four hexadecimal digits, so that no two names share a key.</summary>
    private static string Escape(string part) =>
        string.Concat(part.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c.ToString() : $"~{(int)c:X4}"));
}
