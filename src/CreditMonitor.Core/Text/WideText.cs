using System.Text;

namespace CreditMonitor.Core.Text;

/// <summary>Texts whose letters come in other shapes, as plain ones: full-width and half-width forms, hyphens and spaces of all kinds. What compares names and reads figures folds first; what is shown stays as it was written.</summary>
/// <remarks>A table of our own, because <c>string.Normalize</c> does nothing where only the invariant culture exists.</remarks>
public static class WideText
{
    /// <summary>Half-width katakana U+FF66 to U+FF9D, in order.</summary>
    private const string Katakana = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    public static string Fold(string text)
    {
        var at = 0;
        while (at < text.Length && text[at] is >= ' ' and <= '~' or '\n' or '\r' or '\t')
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        for (at = 0; at < text.Length; at++)
        {
            // A soft hyphen is what some viewers make of the hyphen of a number; within a word it is nothing.
            var isPartOfNumber = text[at] != '\u00AD' || (at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]));
            if (isPartOfNumber && Folded(text[at]) is { } plain)
            {
                folded.Append(plain);
            }
        }

        return folded.ToString();
    }

    /// <returns>Null for what has no width.</returns>
    private static char? Folded(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
        '\u3000' or '\u00A0' or '\u202F' or '\u205F' or >= '\u2000' and <= '\u200A' => ' ',
        '\u00AD' or >= '\u2010' and <= '\u2015' or '\u2212' or '\uFE58' or '\uFE63' => '-',
        '\u200B' or '\u200C' or '\u200D' or '\u2060' or '\uFEFF' => null,
        '\uFFE0' => '¢',
        '\uFFE1' => '£',
        '\uFFE5' => '¥',
        '\uFFE6' => '₩',
        >= '\uFF66' and <= '\uFF9D' => Katakana[c - '\uFF66'],
        _ => c,
    };
}
