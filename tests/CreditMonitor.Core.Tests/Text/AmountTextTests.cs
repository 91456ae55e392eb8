using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Tests.Text;

public class AmountTextTests
{
    private static readonly string[] NoNumbers =
        ["", " ", "NaN", "Infinity", "-", "+", ".", "e5", "1e", "1e+", "1e1.5", "--1", "1_000", "1,000.00", "$1", " 1", "1 ", "0x10", "١٢", "1e99999999"];

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("12.5", "12.5")]
    [InlineData("+12.50", "12.5")]
    [InlineData("-3", "-3")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("007", "7")]
    [InlineData("7.3E-8", "0.000000073")]
    [InlineData("0E-6176", "0")]
    [InlineData("0e309", "0")]
    [InlineData("1.5e3", "1500")]
    [InlineData("1E+2", "100")]
    [InlineData("999999999999.999999999999", "999999999999.999999999999")]
    [InlineData("0.000000000001", "0.000000000001")]
    public void An_amount_is_read_exactly_in_every_notation(string text, string exact)
    {
        Assert.True(AmountText.TryRead(text, out var amount, out var dropped, out var error), error);
        Assert.Equal((exact, false), (amount.ToExactString(), dropped));
    }

    [Theory]
    [InlineData("0.0000000000005", "0")]
    [InlineData("0.0000000000015", "0.000000000002")]
    [InlineData("0.0000000000025", "0.000000000002")]
    [InlineData("0.00000000000050001", "0.000000000001")]
    [InlineData("-0.0000000000015", "-0.000000000002")]
    [InlineData("1e-400", "0")]
    [InlineData("0.00000000000049999999999999999999999999999999999", "0")]
    public void Decimals_beyond_the_twelfth_are_rounded_half_to_even_and_it_is_said(string text, string exact)
    {
        Assert.True(AmountText.TryRead(text, out var amount, out var dropped, out _));
        Assert.Equal((exact, true), (amount.ToExactString(), dropped));
    }

    [Fact]
    public void An_amount_a_hair_above_a_half_is_rounded_once_and_so_up()
    {
        Assert.True(AmountText.TryRead("0.0000000000005" + new string('0', 500) + "1", out var amount, out _, out _));
        Assert.Equal("0.000000000001", amount.ToExactString());
    }

    [Fact]
    public void Zeros_beyond_the_twelfth_decimal_are_nothing_dropped()
    {
        Assert.True(AmountText.TryRead("1.5" + new string('0', 300), out var amount, out var dropped, out _));
        Assert.Equal(("1.5", false), (amount.ToExactString(), dropped));
    }

    [Fact]
    public void What_is_no_decimal_number_is_refused_by_name()
    {
        Assert.All(NoNumbers, text => Assert.Equal("is not a decimal number", ErrorOf(text)));
        Assert.Equal("is not a decimal number", ErrorOf(new string('1', AmountText.MaxLength + 1)));
    }

    [Theory]
    [InlineData("1000000000000")]
    [InlineData("-1000000000000")]
    [InlineData("1e12")]
    [InlineData("1e309")]
    [InlineData("999999999999.9999999999999")]
    public void Ten_to_the_twelfth_and_more_is_refused_by_name(string text)
    {
        Assert.Equal("is 10^12 or more, which no amount may be", ErrorOf(text));
    }

    private static string ErrorOf(string text)
    {
        Assert.False(AmountText.TryRead(text, out var amount, out _, out var error), text);
        Assert.Equal(Usd.Zero, amount);
        return error;
    }
}
