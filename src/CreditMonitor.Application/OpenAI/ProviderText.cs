using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CreditMonitor.OpenAI;

/// <summary>Makes the provider's words fit to be shown: short, in one line, without anything that looks like a key.</summary>
internal static partial class ProviderText
{
    public const int MaxQuote = 200;

    /// <summary>Longest project id, key id or line item that is kept; longer ones are cut.</summary>
    public const int MaxName = 512;

    private const string Redacted = "[redacted]";

    /// <summary>At most <see cref="MaxQuote"/> characters of <paramref name="text"/>; whole keys are taken out before the cut, so that no part of one remains.</summary>
    public static string Quote(string text, string secret)
    {
        var line = OneLine(text.Length > 4_000 ? text[..4_000] : text);
        if (secret.Length > 0)
            line = line.Replace(secret, Redacted, StringComparison.OrdinalIgnoreCase);

        return Cut(LooksLikeKey().Replace(line, Redacted), MaxQuote);
    }

    /// <summary>An id or a free text as the provider gave it; null when there was none.</summary>
    public static string? Name(string? text) => string.IsNullOrWhiteSpace(text) ? null : Cut(OneLine(text), MaxName);

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;

        var end = length - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    private static string OneLine(string text)
    {
        // Nearly every name is plain; a year of polls reads hundreds of thousands.
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text.Trim();

        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character))
                line.Append(' ');
            else if (!char.IsControl(character) && char.GetUnicodeCategory(character) is not UnicodeCategory.Format)
                line.Append(character);
        }

        return line.ToString().Trim();
    }

    [GeneratedRegex("""(?:\b(?:sk|sess)-|\bBearer\s+)[^\s"'<>,;)]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeKey();
}
