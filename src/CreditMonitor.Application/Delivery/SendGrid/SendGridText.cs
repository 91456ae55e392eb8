using System.Text.RegularExpressions;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>Makes SendGrid's words fit for logs and status: one short line, without addresses and keys.</summary>
internal static partial class SendGridText
{
    private const int MaxQuote = 200;

    public static string Quote(string text)
    {
        var line = new string([.. (text.Length > 4_000 ? text[..4_000] : text).Select(c => char.IsWhiteSpace(c) ? ' ' : c).Where(c => c is >= ' ' and <= '~')]).Trim();
        line = LooksLikeKey().Replace(LooksLikeAddress().Replace(line, "[address]"), "[redacted]");
        return line.Length <= MaxQuote ? line : line[..(MaxQuote - 3)] + "...";
    }

    [GeneratedRegex("""[^\s"'<>(),;:]+@[^\s"'<>(),;:]+""", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeAddress();

    [GeneratedRegex("""(?:\bSG\.|\bBearer\s+)[^\s"'<>,;)]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeKey();
}
