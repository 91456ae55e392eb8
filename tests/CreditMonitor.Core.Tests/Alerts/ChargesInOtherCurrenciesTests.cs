using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using static CreditMonitor.Testing.Given;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>A card need not be in dollars; what is said of its charges is in its own currency.</summary>
public class ChargesInOtherCurrenciesTests
{
    [Theory]
    [InlineData("EUR", 46.81, "46.81 EUR")]
    [InlineData("JPY", 3300, "3,300 JPY")]
    [InlineData("KWD", 12.5, "12.500 KWD")]
    public void An_unexplained_charge_is_named_in_its_currency_and_puts_no_dollars_at_stake(string currency, decimal amount, string shown)
    {
        var life = Life().Tell(Charge("c1", Paid, new DateOnly(2026, 3, 9), amount, currency: currency));
        life.Poll(Ten);

        var text = life.Alert(AlertKind.UnexplainedCharge).Text;
        Assert.StartsWith($"Card charge of {shown} on ", text.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("$", text.Subject + text.Lead, StringComparison.Ordinal);
        Assert.Null(text.AtStake);
    }

    [Fact]
    public void Recharges_in_several_currencies_are_not_summed_as_dollars()
    {
        Receipt Recharged(string id, int minute, decimal amount, string currency) => new(id, Paid.AddMinutes(minute), "test", Paid.AddMinutes(minute), ReceiptKind.AutoRecharge, Money.Of(amount, currency), null, null);
        var life = Life().Tell(AutoRechargeIs(false), Recharged("r1", 0, 20, "USD"), Recharged("r2", 30, 3000, "JPY"));
        life.Poll(Ten);

        var text = life.Alert(AlertKind.UnexplainedCharge).Text;
        Assert.Equal("OpenAI recharged $20.00 and 3,000 JPY although auto-recharge is off", text.Subject);
        Assert.Null(text.AtStake);
    }
}
