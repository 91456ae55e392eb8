using System.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>Bytes to text: UTF-16 by its mark, UTF-8 when every byte of it is valid, an East Asian encoding where its words show it, else Windows-1252, whatever the file says of itself.</summary>
internal static class StatementText
{
    /// <summary>Longest description that is kept; SWIFT allows 390 characters, the banks' CSV less.</summary>
    private const int LongestText = 500;

    /// <summary>What stands at 0x80 to 0x9F; five places are empty.</summary>
    private const string Windows1252 = "\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178";

    /// <returns>Null when it is no text.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        var text = Characters(bytes);
        return text is null || text.Contains('\0', StringComparison.Ordinal) ? null : text;
    }

    /// <summary>One line, single spaces, no control characters, bounded.</summary>
    public static string Collapse(string text)
    {
        var built = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var space = Rune.IsWhiteSpace(rune) || Rune.IsControl(rune);
            if (space && built is [.., not ' '])
            {
                built.Append(' ');
            }
            else if (!space)
            {
                built.Append(rune.ToString());
            }

            if (built.Length >= LongestText)
            {
                break;
            }
        }

        return built.ToString().Trim();
    }

    /// <summary>The parts that say something the ones before do not.</summary>
    public static string Join(params IEnumerable<string?> parts)
    {
        var joined = "";
        foreach (var part in parts.Select(part => Collapse(part ?? "")).Where(part => part.Length > 0))
        {
            joined = joined.Contains(part, StringComparison.OrdinalIgnoreCase) ? joined : part.StartsWith(joined, StringComparison.OrdinalIgnoreCase) ? part : $"{joined} {part}";
        }

        return Collapse(joined);
    }

    /// <summary>For quoting in a reason.</summary>
    public static string Short(string text) => Collapse(text) is { Length: > 40 } longer ? longer[..40] + "…" : Collapse(text);

    private static string? Characters(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Strict(new UnicodeEncoding(bigEndian: bytes[0] == 0xFE, byteOrderMark: false, throwOnInvalidBytes: true), bytes[2..]);
        }

        var body = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        return Strict(new UTF8Encoding(false, throwOnInvalidBytes: true), body) ?? StatementEncoding.DecodeEastAsian(body) ?? string.Create(body.Length, body, static (characters, from) =>
        {
            for (var at = 0; at < from.Length; at++)
            {
                characters[at] = from[at] is >= 0x80 and <= 0x9F ? Windows1252[from[at] - 0x80] : (char)from[at];
            }
        });
    }

    private static string? Strict(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
