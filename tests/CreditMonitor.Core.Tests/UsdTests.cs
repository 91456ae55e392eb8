using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Tests;

public class UsdTests
{
    [Theory]
    [InlineData("0", "$0.00")]
    [InlineData("1234.5", "$1,234.50")]
    [InlineData("0.125", "$0.13")]
    [InlineData("-0.25", "-$0.25")]
    [InlineData("0.005", "$0.01")]
    [InlineData("0.0031", "$0.0031")]
    [InlineData("-0.0031", "-$0.0031")]
    [InlineData("0.00001", "under $0.0001")]
    public void People_read_cents_and_what_is_not_zero_is_never_shown_as_zero(string exact, string shown)
    {
        Assert.True(AmountText.TryRead(exact, out var amount, out _, out _));
        Assert.Equal(shown, amount.ToString());
    }

    [Fact]
    public void The_exact_text_has_every_decimal_and_no_trailing_zero()
    {
        Assert.Equal("12.5", new Usd(12.5000m).ToExactString());
        Assert.Equal("0", new Usd(0.000m).ToExactString());
        Assert.Equal("0", new Usd(-0.000m).ToExactString());
        Assert.Equal("100", new Usd(100m).ToExactString());
        Assert.Equal("100", new Usd(100.00m).ToExactString());
        Assert.Equal("79228162514264337593543950335", new Usd(decimal.MaxValue).ToExactString());
        Assert.Equal("0.0000000000000000000000000001", new Usd(0.0000000000000000000000000001m).ToExactString());
        Assert.Equal("-0.000000000001", new Usd(-0.000000000001m).ToExactString());
    }

    [Fact]
    public void Reading_the_exact_text_gives_the_amount_back()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var amount = new Usd((random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) * 1_000_000m + random.Next(1_000_000)) / 1_000_000_000_000m);
            Assert.True(AmountText.TryRead(amount.ToExactString(), out var read, out var dropped, out _));
            Assert.Equal((amount, false), (read, dropped));
        }
    }

    [Fact]
    public void Sums_of_the_largest_amounts_stay_exact_as_far_as_is_said()
    {
        var largest = new Usd(999_999_999_999.999999999999m);
        var sum = Usd.Sum(Enumerable.Repeat(largest, 79_000));

        Assert.True(sum <= Usd.LargestExactSum);
        Assert.Equal("78999999999999999.999999921", sum.ToExactString());
    }
}
