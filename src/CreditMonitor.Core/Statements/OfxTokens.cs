using System.Globalization;

namespace CreditMonitor.Core.Statements;

/// <param name="Tag">Upper case; an end tag begins with a slash.</param>
/// <param name="Value">The text behind the tag, up to the next one.</param>
internal readonly record struct OfxToken(int Line, string Tag, string Value);

/// <summary>OFX as it is met: leaves closed or not, everything on one line or not, SGML below an XML header. No entity but the five of XML and character numbers is known, so none can grow.</summary>
internal static class OfxTokens
{
    public static IEnumerable<OfxToken> Of(string text)
    {
        var (line, counted) = (1, 0);
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0;)
        {
            line += text.AsSpan(counted, at - counted).Count('\n');
            counted = at;
            var end = TagEnd(text, at);
            var next = NextTag(text, end < 0 ? at + 1 : end + 1);
            if (end > 0)
            {
                yield return new OfxToken(line, text[(at + 1)..end].TrimEnd('/').Trim().ToUpperInvariant(), Value(text[(end + 1)..(next < 0 ? text.Length : next)]));
            }

            at = next;
        }
    }


    private static int NextTag(string text, int from)
    {
        while (from < text.Length && text.IndexOf('<', from) is >= 0 and var at)
        {
            if (TagEnd(text, at) > 0)
            {
                return at;
            }

            from = at + 1;
        }

        return -1;
    }

    /// <returns>Where the tag closes; -1 when what stands here is text, as a tag without a name is.</returns>
    private static int TagEnd(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && end - at < 80 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '/' or '-'))
        {
            end++;
        }

        return end < text.Length && text[end] == '>' && text.AsSpan(at + 1, end - at - 1).ContainsAnyExcept('/') ? end : -1;
    }

    private static string Value(string text)
    {
        text = text.Trim();
        return text.StartsWith("<![CDATA[", StringComparison.Ordinal) && text.EndsWith("]]>", StringComparison.Ordinal) ? text[9..^3] : Unescaped(text);
    }

    /// <summary>Once, also where a bank escaped twice: more would change texts that are meant.</summary>
    private static string Unescaped(string text)
    {
        var parts = text.Split('&');
        for (var index = 1; index < parts.Length; index++)
        {
            var end = parts[index].IndexOf(';', StringComparison.Ordinal);
            var known = end is > 0 and <= 8 ? Named(parts[index][..end]) : null;
            parts[index] = known is null ? "&" + parts[index] : known + parts[index][(end + 1)..];
        }

        return string.Concat(parts);
    }

    private static string? Named(string name) => name switch
    {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        ['#', 'x' or 'X', .. var hex] when int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => Character(code),
        ['#', .. var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) => Character(code),
        _ => null,
    };

    private static string Character(int code) => System.Text.Rune.IsValid(code) && code != 0 ? new System.Text.Rune(code).ToString() : "\uFFFD";
}
