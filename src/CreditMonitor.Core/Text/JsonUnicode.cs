using System.Globalization;

namespace CreditMonitor.Core.Text;

/// <summary>Finds what JSON's grammar allows and no text can hold: half of a surrogate pair, written as an escape. Reading such a text
/// would throw, wherever it stands.</summary>
public static class JsonUnicode
{
    /// <returns>The fault as the end of a sentence, with its place; null: there is none.</returns>
    public static string? FaultOf(string json)
    {
        if (!json.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        for (var at = json.IndexOf('\\', StringComparison.Ordinal); at >= 0; at = Next(json, at))
        {
            if (Escape(json, at) is { } unit && char.IsSurrogate(unit) && !IsPair(json, at))
            {
                var before = json.AsSpan(0, at);
                var (line, character) = (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
                return $"line {line}, character {character}, has half of a surrogate pair ({json.AsSpan(at, 6)}), which is no text";
            }
        }

        return null;
    }

    private static int Next(string json, int at)
    {
        var from = Math.Min(json.Length, at + (IsPair(json, at) ? 12 : 2));
        return json.IndexOf('\\', from);
    }

    private static bool IsPair(string json, int at) =>
        Escape(json, at) is { } high && char.IsHighSurrogate(high) && Escape(json, at + 6) is { } low && char.IsLowSurrogate(low);

    /// <returns>The code unit that is escaped here; null: no such escape stands here.</returns>
    private static char? Escape(string json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
