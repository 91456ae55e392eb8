namespace CreditMonitor.Core.Tests;

public class MoneyTests
{
    [Theory]
    [InlineData("EUR", "59.5", "59.50 EUR")]
    [InlineData("JPY", "3000", "3,000 JPY")]
    [InlineData("JPY", "2999.5", "3,000 JPY")]
    [InlineData("KWD", "12.5", "12.500 KWD")]
    [InlineData("CLF", "1.23456", "1.2346 CLF")]
    [InlineData("ZZZ", "7", "7.00 ZZZ")]
    [InlineData("USD", "-1234.5", "-$1,234.50")]
    [InlineData("JPY", "0.4", "0.40 JPY")]
    [InlineData("EUR", "-0.0031", "-0.0031 EUR")]
    public void People_read_the_currency_with_its_own_decimals(string currency, string amount, string shown) =>
        Assert.Equal(shown, Money.Of(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency).ToString());

    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("USD", 2)]
    [InlineData("QQQ", 2)]
    public void A_currency_has_the_decimals_of_ISO_4217_and_an_unknown_one_has_two(string code, int decimals) =>
        Assert.Equal((code, decimals), (Currency.Of(code).Code, Currency.Of(code).Decimals));

    [Theory]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData("EURO")]
    [InlineData("ÜSD")]
    public void What_is_not_three_upper_case_letters_is_no_currency(string code) => Assert.Throws<ArgumentException>(() => Currency.Of(code));

    [Fact]
    public void Amounts_in_different_currencies_are_neither_added_nor_compared()
    {
        var (euro, dollars) = (Money.Of(54.44m, "EUR"), Money.Of(10m, "USD"));

        foreach (Func<object> mixed in new Func<object>[] { () => euro + dollars, () => euro - dollars, () => euro < dollars, () => euro >= dollars, () => euro.CompareTo(dollars) })
        {
            Assert.Equal("54.44 EUR and $10.00 are amounts in different currencies: convert one of them first.", Assert.Throws<InvalidOperationException>(mixed).Message);
        }

        Assert.NotEqual(Money.Of(1m, "EUR"), Money.Of(1m, "USD"));
    }

    [Fact]
    public void Within_one_currency_the_laws_of_numbers_hold()
    {
        var random = new Random(7);
        Money Any() => Money.Of(random.NextInt64(-1_000_000_000, 1_000_000_000) / 1_000m, "KWD");
        for (var i = 0; i < 1_000; i++)
        {
            var (a, b, c) = (Any(), Any(), Any());
            Assert.Equal(a + b, b + a);
            Assert.Equal(a + b + c, a + (b + c));
            Assert.Equal(a, a + b - b);
            Assert.Equal(a - b, -(b - a));
            Assert.Equal(a < b, (a - b).IsNegative);
            Assert.Equal(a.Size, (-a).Size);
        }
    }

    [Fact]
    public void Sums_of_many_currencies_stay_apart_and_only_dollars_alone_make_dollars()
    {
        Money[] paid = [Money.Of(20m, "USD"), Money.Of(3000m, "JPY"), Money.Of(5m, "USD")];

        Assert.Equal(["$25.00", "3,000 JPY"], Money.SumsOf(paid).Select(sum => sum.ToString()));
        Assert.Null(Money.DollarsOf(paid));
        Assert.Equal(new Usd(25), Money.DollarsOf([paid[0], paid[2]]));
        Assert.Null(Money.Of(3000m, "JPY").Dollars);
    }
}
