using CreditMonitor.Core.Records;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Records;

/// <summary>Texts as the payment provider lays them out; the figures are made up.</summary>
public class ReceiptTextTests
{
    private const string Purchase = """
        Receipt from OpenAI, LLC
        $54.44
        Paid March 2, 2026

        Receipt number 2345-6789
        Invoice number W4NJAXQX-0002
        Payment method Visa - 4242

        OpenAI API usage credit
        Qty 1
        $50.00
        Subtotal
        $50.00
        Sales Tax (8.875%)
        $4.44
        Total
        $54.44
        Amount paid
        $54.44
        """;

    private static ReceiptRead Read(string text, string subject = "", string sentAt = "2026-03-02T16:12:09Z", bool claimed = false) =>
        ReceiptText.Read(text, subject, Utc(sentAt), Utc("2026-03-20T00:00:00Z"), "test", claimed);

    [Fact]
    public void A_credit_purchase_says_what_was_paid_its_tax_its_credit_and_its_number()
    {
        var receipt = Read(Purchase).Receipt!;

        Assert.Equal(("W4NJAXQX-0002", ReceiptKind.CreditPurchase, 54.44m, 4.44m, 50m, "USD"), (receipt.Id, receipt.For, receipt.Amount.Amount, receipt.Tax!.Value.Amount, receipt.Credit!.Value.Amount, receipt.Currency));
        Assert.Equal(Utc("2026-03-02T16:12:09Z"), receipt.At);
    }

    [Fact]
    public void A_receipt_that_was_forwarded_days_later_is_of_its_own_day()
    {
        var forwarded = $"Please book.\n\n---------- Forwarded message ---------\n{string.Join('\n', Purchase.Split('\n').Select(line => $"> {line}"))}";

        Assert.Equal(Utc("2026-03-02T12:00:00Z"), Read(forwarded, "Fwd: Your receipt from OpenAI, LLC #2345-6789", "2026-03-19T08:00:00Z").Receipt!.At);
    }

    [Theory]
    [InlineData("Auto recharge of API credit", ReceiptKind.AutoRecharge)]
    [InlineData("ChatGPT Plus Subscription", ReceiptKind.Subscription)]
    [InlineData("ChatGPT Business (5 seats)", ReceiptKind.Subscription)]
    [InlineData("ChatGPT flexible credits", ReceiptKind.ChatgptCredits)]
    [InlineData("API usage for February 2026", ReceiptKind.Invoice)]
    public void The_line_says_what_was_bought(string line, ReceiptKind kind) =>
        Assert.Equal(kind, Read(Purchase.Replace("OpenAI API usage credit", line, StringComparison.Ordinal)).Receipt!.For);

    [Theory]
    [InlineData("Your payment of $120.00 to OpenAI was unsuccessful", "We could not charge Visa 4242.", 120)]
    [InlineData("OpenAI: payment failed", "Auto recharge payment declined. Amount due: $20.00", 20)]
    public void A_declined_payment_is_no_purchase(string subject, string text, decimal amount)
    {
        var receipt = Read(text, subject).Receipt!;

        Assert.Equal((ReceiptKind.PaymentFailed, amount), (receipt.For, receipt.Amount.Amount));
    }

    [Fact]
    public void A_refund_has_its_own_id_beside_the_invoices()
    {
        var receipt = Read("Refund from OpenAI, LLC\nInvoice number W4NJAXQX-0002\nAmount refunded $54.44").Receipt!;

        Assert.Equal(("W4NJAXQX-0002 refund 54.44", ReceiptKind.Refund), (receipt.Id, receipt.For));
    }

    [Theory]
    [InlineData("€50,00", 50, "EUR")]
    [InlineData("£1,200.50", 1200.5, "GBP")]
    [InlineData("CA$33.90", 33.9, "CAD")]
    [InlineData("54.44 USD", 54.44, "USD")]
    public void Amounts_are_read_in_their_currency(string text, decimal amount, string currency)
    {
        var receipt = Read($"Receipt from OpenAI, LLC\nReceipt number 1111-2222\nCredit purchase\nAmount paid {text}").Receipt!;

        Assert.Equal((amount, currency, "receipt 1111-2222"), (receipt.Amount.Amount, receipt.Currency, receipt.Id));
    }

    [Theory]
    [InlineData("Receipt from Example Ltd\nAmount paid $5.00", "does not name OpenAI")]
    [InlineData("OpenAI\nCredit purchase", "says no amount paid")]
    [InlineData("OpenAI\nAmount paid $5.00", "does not say what was paid for")]
    [InlineData("OpenAI credit\nDate paid March 2, 2027\nAmount paid $5.00", "future")]
    public void What_is_no_receipt_says_why(string text, string problem) => Assert.Contains(problem, Read(text).Problem!, StringComparison.Ordinal);

    [Fact]
    public void Hostile_text_ends_in_time_and_creates_nothing()
    {
        Assert.Null(Read(new string('9', 90_000) + " OpenAI credit").Receipt);
        Assert.Null(Read("OpenAI credit\n" + string.Concat(Enumerable.Repeat("$1,1,1,", 12_000))).Receipt);
        Assert.Contains("longer than", Read(new string('x', 200_000)).Problem!, StringComparison.Ordinal);
    }
}
