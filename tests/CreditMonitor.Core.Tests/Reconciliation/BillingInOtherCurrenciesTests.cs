using CreditMonitor.Core.Reconciliation;

namespace CreditMonitor.Core.Tests.Reconciliation;

public class BillingInOtherCurrenciesTests
{
    private static string Faults(string purchase) =>
        string.Join('\n', BillingDocument.Read($$"""{"as_of":"2026-01-26T00:00:00Z","purchases":[{{purchase}}]}""").Faults);

    [Theory]
    [InlineData("EUR", "an amount in EUR, not negative, such as \"12.50\"")]
    [InlineData("JPY", "an amount in JPY, not negative, such as \"3000\"")]
    [InlineData("KWD", "an amount in KWD, not negative, such as \"12.500\"")]
    [InlineData("USD", "an amount in US dollars, not negative, such as \"12.50\"")]
    public void A_total_that_cannot_be_read_is_asked_for_in_the_documents_own_currency(string currency, string expected) =>
        Assert.Contains($"expected {expected}", Faults($$"""{"id":"p","kind":"purchase","status":"succeeded","paid_at":"2026-01-02T00:00:00Z","credits":"50","total":"fifty","currency":"{{currency}}"}"""), StringComparison.Ordinal);

    [Fact]
    public void A_rate_that_cannot_be_read_is_no_amount_in_dollars() => Assert.Contains(
        "expected an exchange rate",
        string.Join('\n', BillingDocument.Read("""{"as_of":"2026-01-26T00:00:00Z","fx_reference":[{"date":"2026-01-02","base":"USD","quote":"EUR","rate":"much"}]}""").Faults), StringComparison.Ordinal);
}
