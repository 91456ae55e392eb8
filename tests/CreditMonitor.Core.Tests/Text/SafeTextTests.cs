using System.Globalization;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Tests.Text;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("OPENAI \u202E)5.00$(\u202C INC", "OPENAI )5.00$( INC")]
    [InlineData("\u2066a\u2069\u200Eb\u200F\u200B\uFEFF\u00AD\u061C", "ab")]
    [InlineData("a\u001B[31mb\r\nc\u0000\u2028d", "a [31mb  c  d")]
    [InlineData("tag\U000E0041\U000E0042s", "tags")]
    [InlineData("Zürich ☃ 😀 日本", "Zürich ☃ 😀 日本")]
    [InlineData("", "")]
    public void A_line_holds_nothing_that_hides_turns_or_drives(string text, string expected) => Assert.Equal(expected, SafeText.Line(text));

    [Fact]
    public void Lines_keep_their_breaks_and_nothing_else() => Assert.Equal("a\r\n\tb c", SafeText.Lines("a\r\n\tb\u001Bc\u202E"));

    [Fact]
    public void No_character_that_is_a_control_or_a_format_is_left_whatever_it_is()
    {
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.IsValid(code) && Rune.GetUnicodeCategory(new Rune(code)) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                Assert.Contains(SafeText.Line($"a{new Rune(code)}b"), new[] { "ab", "a b" });
            }
        }
    }

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd😀f", 6, "abcd…")]
    [InlineData("abc😀fg", 6, "abc😀…")]
    public void What_is_cut_is_marked_and_no_pair_is_cut_in_two(string text, int most, string expected) => Assert.Equal(expected, SafeText.Clip(text, most));
}
