using System.Collections.Immutable;
using System.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>Which of the East Asian encodings bytes are in that are no UTF-8; null: none, so they are Western.</summary>
/// <remarks>Any bytes are valid in some encoding. What tells is that letters of two bytes stand side by side, as they never do in Western texts, and that they make words that statements have.</remarks>
internal static class StatementEncoding
{
    /// <summary>In percent.</summary>
    private const int LeastSideBySide = 60;

    private static readonly ImmutableArray<(int CodePage, string[] Words)> Candidates =
    [
        (932, ["利用", "金額", "支払", "店名", "日付", "取引", "カード", "ご", "お", "の", "ド", "ス", "ン", "ー", "摘要"]),
        (936, ["交易", "金额", "日期", "记账", "摘要", "支付", "余额", "账", "币", "类型", "时间", "人民"]),
        (950, ["交易", "金額", "日期", "帳", "摘要", "餘額", "消費", "入帳", "幣", "說明"]),
        (949, ["거래", "금액", "일자", "일시", "이용", "가맹점", "출금", "입금", "잔액", "적요"]),
    ];

    public static string? DecodeEastAsian(ReadOnlySpan<byte> bytes)
    {
        (string Text, int Words)? best = null;
        foreach (var (codePage, words) in Candidates)
        {
            if (Strict(codePage, bytes) is { } text && IsEastAsian(text) && words.Count(word => text.Contains(word, StringComparison.Ordinal)) is > 0 and var found && found > (best?.Words ?? 0))
            {
                best = (text, found);
            }
        }

        return best?.Text;
    }

    private static string? Strict(int codePage, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)?.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool IsEastAsian(string text)
    {
        var (wide, sideBySide) = (0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (IsWide(text[at]))
            {
                wide++;
                sideBySide += (at > 0 && IsWide(text[at - 1])) || (at + 1 < text.Length && IsWide(text[at + 1])) ? 1 : 0;
            }
            else if (text[at] is >= '\uE000' and <= '\uF8FF')
            {
                return false;
            }
        }

        return wide > 0 && sideBySide * 100 >= wide * LeastSideBySide;
    }

    private static bool IsWide(char c) => c is >= '\u2E80' and <= '\uD7FF' or >= '\uFF00' and <= '\uFFEF' or >= '\u3000' and <= '\u30FF';
}
