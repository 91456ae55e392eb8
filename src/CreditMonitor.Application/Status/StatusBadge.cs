using System.Globalization;
using System.Net;
using System.Text;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.Status;

/// <summary>An organization's state as a small picture: balance, runway and the instant that both are of. No scripts, no styles, nothing loaded.</summary>
internal static class StatusBadge
{
    private const string Label = "OpenAI credit";

    /// <summary>Of an average letter at 11 px; the text is then set to exactly the width that was reserved.</summary>
    private const double LetterWidth = 6.6;

    public static string Write(OrganizationBody organization)
    {
        var message = MessageOf(organization);
        var (left, right) = (Width(Label), Width(message));
        var described = Encoded($"{organization.Name}: {message}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{described}"><title>{described}</title>
            <rect width="{left}" height="20" fill="#444"/><rect x="{left}" width="{right}" height="20" fill="{Color(organization.Status)}"/>
            {Text(Label, 0, left)}{Text(message, left, right)}</svg>
            """);
    }

    private static string MessageOf(OrganizationBody organization)
    {
        var asOf = organization.AsOf is { } instant ? instant.ToString("d MMM HH:mm'Z'", CultureInfo.InvariantCulture) : null;
        return organization.Balance is null || organization.Status == StatusWord.Unknown ? $"unknown{(asOf is null ? "" : $", last read {asOf}")}" : $"{PageText.Money(organization.Balance)}{Runway(organization.Runway)} · {asOf}";
    }

    private static string Runway(RunwayBody runway) => runway switch
    {
        { P10: { } early, P90: { } late } => string.Create(CultureInfo.InvariantCulture, $" · {early:0}–{late:0} days"),
        { P10: { } early } => string.Create(CultureInfo.InvariantCulture, $" · {early:0} days or more"),
        _ => "",
    };

    private static string Color(StatusWord status) => status switch
    {
        StatusWord.Ok => "#2a6f3a",
        StatusWord.Warning => "#8a5a00",
        StatusWord.Critical => "#a3262a",
        _ => "#666",
    };

    private static int Width(string text) => (int)Math.Ceiling(text.Length * LetterWidth) + 12;

    private static string Text(string text, int from, int width) => string.Create(CultureInfo.InvariantCulture,
        $"""<text x="{from + 6}" y="14" fill="#fff" font-family="Verdana,Geneva,sans-serif" font-size="11" textLength="{width - 12}">{Encoded(text)}</text>""");

    /// <summary>For text and attributes of XML; characters that XML cannot hold are left out.</summary>
    private static string Encoded(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is 0xFFFE or 0xFFFF ? "" : rune.ToString());
        }

        return WebUtility.HtmlEncode(plain.ToString());
    }
}
