using System.Globalization;
using System.Text;

namespace CreditMonitor.Core.Text;

/// <summary>Texts that others wrote, fit to be shown: nothing that breaks a line, drives a terminal, hides, or turns the direction in
/// which its neighbours are read.</summary>
public static class SafeText
{
    /// <summary>One line: format characters are left out, controls and separators of lines become spaces.</summary>
    public static string Line(string text) => IsPlain(text, keepsLines: false) ? text : Without(text, keepsLines: false);

    /// <summary>The same, but lines and tabs stay as they are.</summary>
    public static string Lines(string text) => IsPlain(text, keepsLines: true) ? text : Without(text, keepsLines: true);

    /// <summary>One line of at most <paramref name="most"/> characters; what is cut off is marked. No pair of surrogates is ever cut in
    /// two.</summary>
    public static string Clip(string text, int most)
    {
        var line = Line(text);
        return line.Length <= most ? line : $"{Cut(line, most - 1)}…";
    }

    /// <summary>The first characters, at most so many, and never half of a pair.</summary>
    public static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static bool IsPlain(string text, bool keepsLines)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!(rune.Value is >= ' ' and <= '~') && Shown(rune, keepsLines) != rune)
            {
                return false;
            }
        }

        return true;
    }

    private static string Without(string text, bool keepsLines)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Shown(rune, keepsLines) is { } left)
            {
                shown.Append(left.ToString());
            }
        }

        return shown.ToString();
    }

    /// <returns>Null: left out.</returns>
    private static Rune? Shown(Rune rune, bool keepsLines) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => keepsLines && rune.Value is '\n' or '\r' or '\t' ? rune : new Rune(' '),
        UnicodeCategory.Format => null,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => new Rune(' '),
        _ => rune,
    };
}
