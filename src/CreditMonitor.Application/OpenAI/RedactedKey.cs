namespace CreditMonitor.OpenAI;

/// <summary>A key as lists show it: its beginning, a mask, its end.</summary>
internal static class RedactedKey
{
    /// <summary>Every admin key begins alike, so that only the end tells one from another.</summary>
    private const int LeastEnd = 3;

    /// <summary>Whether what is shown could be <paramref name="key"/>. The mask is any run of signs that no key has: <c>sk-admin-abc...xyz</c>, <c>sk-admin-****xyz</c>.</summary>
    /// <returns>False also for a value without a mask, with two of them, or with too little behind it: that is no form that is known.</returns>
    public static bool Fits(string? shown, string key)
    {
        var text = shown.AsSpan();
        var begin = 0;
        while (begin < text.Length && IsOfKeys(text[begin]))
            begin++;

        var end = text.Length;
        while (end > begin && IsOfKeys(text[end - 1]))
            end--;

        foreach (var sign in text[begin..end])
        {
            if (IsOfKeys(sign))
                return false;
        }

        var first = text[..begin];
        var last = text[end..];
        return begin < end && last.Length >= LeastEnd && first.Length + last.Length < key.Length
            && key.AsSpan().StartsWith(first, StringComparison.Ordinal) && key.AsSpan().EndsWith(last, StringComparison.Ordinal);
    }

    private static bool IsOfKeys(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_';
}
