using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Records;

/// <summary>Receipts and notices as people forward, copy and flatten them, in the provider's languages; names and figures are made up.</summary>
public class ReceiptsAsTheyComeTests
{
    private static ReceiptRead Read(string text, string subject = "", string sentAt = "2026-03-13T05:43:34Z") => ReceiptText.Read(text, subject, Utc(sentAt), Utc("2026-06-20T00:00:00Z"), "test", claimed: false);

    /// <summary><c>id kind amount tax credit day</c>.</summary>
    private static string Said(ReceiptRead read) => read.Receipt is not { } receipt ? read.Problem!
        : $"{receipt.Id} {SnakeCase.Of(receipt.For)} {receipt.Amount.ToExactString()} {receipt.Currency} tax {receipt.Tax?.ToExactString() ?? "?"} credit {receipt.Credit?.ToExactString() ?? "?"} {receipt.At:yyyy-MM-dd}";

    [Theory]
    [InlineData("Hi northwind,\n\nWe charged $22.00 to your credit card ending in 4242 to fund your OpenAI API\ncredit balance. You may review your billing history at any time.")]
    [InlineData("> Hi northwind,\n> We charged $22.00 to your credit card ending in\n> 4242 to fund your OpenAI API credit balance.")]
    [InlineData("Your OpenAI API account has been funded. $22.00 was charged to Visa 4242. If a payment fails, calls are refused.")]
    [InlineData("Your OpenAI credit balance has been topped up: we added $20.00 to your balance and charged $22.00 to your card.")]
    [InlineData("Ihr OpenAI-Guthaben wurde aufgeladen. Ihrer Karte wurden 22,00 $ berechnet.")]
    [InlineData("Votre compte OpenAI API a été approvisionné. Nous avons débité 22,00 $ de votre carte.")]
    [InlineData("OpenAI API の残高に入金しました。お客様のカードに $22.00 を請求しました。")]
    public void A_notice_that_the_account_was_funded_is_a_recharge_of_what_was_charged(string text) =>
        Assert.Equal("auto_recharge 2026-03-13T05:43:34Z auto_recharge 22 USD tax ? credit ? 2026-03-13", Said(Read(text, "Your OpenAI API account has been funded")));

    [Fact]
    public void A_forwarded_notice_is_of_the_day_of_the_mail_that_was_forwarded() => Assert.Equal(
        "auto_recharge 2026-03-03T12:00:00Z auto_recharge 22 USD tax ? credit ? 2026-03-03",
        Said(Read("FYI, declined last week, fine now\n\n-----Original Message-----\nFrom: OpenAI <noreply@tm.openai.com>\nSent: Tuesday, March 3, 2026 2:05 PM\nTo: Kim\nSubject: Your OpenAI API account has been funded\n\nWe charged $22.00 to your card to fund your OpenAI API credit balance.", "FW: Your OpenAI API account has been funded")));

    private const string OneLine = "Receipt from OpenAI, LLC $36.00 Paid March 13, 2026 Download invoice (https://example.org/i) Receipt number 2011-4164-2450 Invoice number A1B2C3D4-0017 Payment method Visa - 4242\n"
        + "Receipt #2011-4164-2450 OpenAI API usage credit Qty 1 $30.00 Subtotal $30.00 Total excluding tax $30.00 VAT - Turkey (20% on $30.00) $6.00 Total $36.00 Amount paid $36.00 Questions? Your payment failed before? Visit support.";

    [Fact]
    public void Labels_are_found_wherever_they_stand_in_a_line() => Assert.Equal("A1B2C3D4-0017 credit_purchase 36 USD tax 6 credit 30 2026-03-13", Said(Read(OneLine)));

    [Theory]
    [InlineData("VAT - Turkey (20% on $30.00) $6.00", "6")]
    [InlineData("GST - Canada (5% on $30.00) $1.50 QST - Québec (9.975% on $30.00) $4.50", "6")]
    [InlineData("GST - Canada (5% on $30.00)\n$1.50\nQST - Québec (9.975% on $30.00)\n$4.50", "6")]
    [InlineData("JCT - Japan (10% on $30.00)\n$6.00", "6")]
    [InlineData("USt. - Deutschland (20 % auf 30,00 $) 6,00 $", "6")]
    [InlineData("TVA – France (20 % sur 30,00 $) 6,00 $", "6")]
    [InlineData("消費税 (20%、$30.00 に対して) $6.00", "6")]
    [InlineData("Sales Tax (20%)\n$6.00", "6")]
    [InlineData("Moms - Sverige (20 % av 30,00 $) 6,00 $", "6")]
    [InlineData("VAT - Ireland (0% on $30.00) $0.00", "0")]
    [InlineData("Total excluding tax $30.00\nTax to be paid on reverse charge basis", "?")]
    [InlineData("VAT number EU372000000", "?")]
    public void A_tax_is_what_follows_its_rate_and_base_and_several_add_up(string line, string tax) => Assert.Contains(
        $" 36 USD tax {tax} credit 30 ", Said(Read($"Receipt from OpenAI, LLC\nInvoice number A1B2C3D4-0017\nOpenAI API usage credit\nSubtotal $30.00\n{line}\nTotal $36.00\nAmount paid $36.00")), StringComparison.Ordinal);

    [Theory]
    [InlineData("56FB0333\u20110001")]
    [InlineData("56FB0333\u20130001")]
    [InlineData("56FB0333\u00AD0001")]
    [InlineData("56FB0333  0001")]
    [InlineData("56FB0333\u22120001")]
    public void Whatever_a_PDF_viewer_makes_of_the_hyphen_the_number_is_the_same(string number)
    {
        var text = $"Invoice number {number}\nDate of issue March 26, 2026\nOpenAI OpCo, LLC\nEU OSS VAT EU372000000\n$10.00 USD due March 26, 2026\nDescription Qty Unit price Tax Amount\nOpenAI API usage credit 1 $10.00 0% ¹ $10.00\nSubtotal $10.00\nTotal $10.00\nAmount due $10.00 USD\n¹ Tax to be paid on reverse charge basis";

        Assert.True(ReceiptText.Looks(text));
        Assert.Equal("56FB0333-0001 credit_purchase 10 USD tax ? credit 10 2026-03-26", Said(Read(text, sentAt: "2026-06-01T00:00:00Z")));
    }

    [Theory]
    [InlineData("S$28.70", "28.7 SGD")]
    [InlineData("₹5,000.00", "5000 INR")]
    [InlineData("₹1,00,000.00", "100000 INR")]
    [InlineData("¥3,300", "3300 JPY")]
    [InlineData("￥３，３００", "3300 JPY")]
    [InlineData("₩36,000", "36000 KRW")]
    [InlineData("KWD 12.500", "12.5 KWD")]
    [InlineData("12.500 KWD", "12.5 KWD")]
    [InlineData("CHF 1'036.50", "1036.5 CHF")]
    [InlineData("1.036,50 €", "1036.5 EUR")]
    [InlineData("1 036,50 €", "1036.5 EUR")]
    [InlineData("$28.70 CAD", "28.7 CAD")]
    [InlineData("NT$900.00", "900 TWD")]
    [InlineData("129,00 zł", "129 PLN")]
    public void Any_currency_is_read_with_its_own_decimals(string amount, string expected) =>
        Assert.Contains($" credit_purchase {expected} tax ? credit ? ", Said(Read($"Receipt from OpenAI, LLC\nInvoice number C0FFEE1S-0003\nOpenAI API usage credit\nSubtotal {amount}\nTotal {amount}\nAmount paid {amount}")), StringComparison.Ordinal);

    [Fact]
    public void A_sign_of_several_currencies_is_asked_about_and_a_code_beside_it_answers()
    {
        const string Kronor = "Receipt from OpenAI, LLC\nInvoice number C0FFEE1S-0003\nOpenAI API usage credit\nAmount paid 299,00 kr";

        Assert.Contains("an amount in kr, which several currencies", Said(Read(Kronor)), StringComparison.Ordinal);
        Assert.Equal("299.00 SEK", Read($"{Kronor} SEK").Receipt?.Paid);
    }

    [Theory]
    [InlineData("Quittung von OpenAI, LLC\n59,50 $\nBezahlt am 3. März 2026\nQuittungsnummer 2055-9001\nRechnungsnummer A1B2C3D4-0020\nOpenAI API usage credit\nMenge 1\n50,00 $\nZwischensumme 50,00 $\nGesamtbetrag ohne Steuern 50,00 $\nUSt. - Deutschland (19 % auf 50,00 $) 9,50 $\nGesamtbetrag 59,50 $\nGezahlter Betrag 59,50 $")]
    [InlineData("Reçu de OpenAI, LLC\n59,50 $\nPayé le 3 mars 2026\nNuméro de reçu 2055-9001\nNuméro de facture A1B2C3D4-0020\nOpenAI API usage credit\nQté 1\nSous-total 50,00 $\nTotal hors taxes 50,00 $\nTVA - France (19 % sur 50,00 $) 9,50 $\nTotal 59,50 $\nMontant payé 59,50 $")]
    [InlineData("OpenAI, LLC からの領収書\n$59.50\n2026年3月3日に支払い済み\n領収書番号 2055-9001\n請求書番号 A1B2C3D4-0020\nOpenAI API usage credit\n数量 1\n小計 $50.00\n税抜合計 $50.00\nJCT - Japan (19% on $50.00) $9.50\n合計 $59.50\nお支払い金額 $59.50")]
    [InlineData("Recibo de OpenAI, LLC\nPagado el 3 de marzo de 2026\nNúmero de recibo 2055-9001\nNúmero de factura A1B2C3D4-0020\nOpenAI API usage credit\nSubtotal 50,00 US$\nTotal sin impuestos 50,00 US$\nIVA - España (19 % de 50,00 US$) 9,50 US$\nTotal 59,50 US$\nImporte pagado 59,50 US$")]
    [InlineData("Ricevuta di OpenAI, LLC\nPagato il 3 marzo 2026\nNumero fattura A1B2C3D4-0020\nOpenAI API usage credit\nSubtotale 50,00 $\nIVA - Italia (19% di 50,00 $) 9,50 $\nTotale 59,50 $\nImporto pagato 59,50 $")]
    [InlineData("Ontvangstbewijs van OpenAI, LLC\nBetaald op 3 maart 2026\nFactuurnummer A1B2C3D4-0020\nOpenAI API usage credit\nSubtotaal $ 50,00\nBTW - Nederland (19% over $ 50,00) $ 9,50\nTotaal $ 59,50\nBetaald bedrag $ 59,50")]
    [InlineData("Kvitto från OpenAI, LLC\nBetald den 3 mars 2026\nFakturanummer A1B2C3D4-0020\nOpenAI API usage credit\nDelsumma 50,00 US$\nMoms - Sverige (19 % på 50,00 US$) 9,50 US$\nTotalt 59,50 US$\nBetalt belopp 59,50 US$")]
    [InlineData("Pokwitowanie od OpenAI, LLC\nZapłacono 3 marca 2026\nNumer faktury A1B2C3D4-0020\nOpenAI API usage credit\nSuma częściowa 50,00 USD\nVAT - Polska (19% z 50,00 USD) 9,50 USD\nSuma 59,50 USD\nKwota zapłacona 59,50 USD")]
    public void Receipts_are_read_in_the_providers_languages_also_when_they_are_forwarded_weeks_later(string receipt)
    {
        Assert.Equal("A1B2C3D4-0020 credit_purchase 59.5 USD tax 9.5 credit 50 2026-03-03", Said(Read(receipt, sentAt: "2026-03-27T07:00:00Z")));
        var forwarded = $"Bitte buchen.\n\nVon: OpenAI, LLC <invoice@stripe.com>\nGesendet: Dienstag, 3. März 2026 14:05\nAn: Petra Beispiel\nBetreff: Quittung von OpenAI, LLC #2055-9001\n\n{receipt}";
        Assert.Equal("A1B2C3D4-0020 credit_purchase 59.5 USD tax 9.5 credit 50 2026-03-03", Said(Read(forwarded, "WG: Quittung", "2026-03-27T07:00:00Z")));
    }

    [Fact]
    public void Of_a_language_that_is_not_known_the_amount_that_stands_there_twice_and_is_the_largest_was_paid() => Assert.Equal(
        "A1B2C3D4-0020 credit_purchase 59.5 USD tax ? credit ? 2026-03-13", Said(Read("Rasiti nga OpenAI, LLC\n$59.50\nA1B2C3D4-0020\nOpenAI API usage credit $50.00\nXyz $59.50")));

    [Theory]
    [InlineData("Hi, my first payment failed because of the card limit, this is the one that went through. Kim\n\n---------- Forwarded message ---------\nFrom: OpenAI, LLC <i@stripe.com>\nDate: Thu, Mar 12, 2026 at 3:43 PM\nSubject: Your receipt from OpenAI, LLC #2090-1111\nTo: <kim@example.org>\n\n", "")]
    [InlineData("", "\nIf a payment fails, update your card. A payment was declined? Ask support about refunds.")]
    [InlineData("Refund requested by Lee, see below; card was declined at first.\n\nBegin forwarded message:\n\nFrom: OpenAI, LLC <i@stripe.com>\nSubject: Your receipt from OpenAI, LLC #2090-1111\nDate: 12 March 2026 at 15:43:00 CET\nTo: kim@example.org\n\n", "\nYour refund rights: see terms.")]
    public void What_stands_above_a_forward_and_in_the_footer_decides_nothing(string above, string below) => Assert.Equal(
        "A1B2C3D4-0031 credit_purchase 110 USD tax 10 credit 100 2026-03-12",
        Said(Read($"{above}Receipt from OpenAI, LLC\n$110.00\nPaid March 12, 2026\nReceipt number 2090-1111\nInvoice number A1B2C3D4-0031\nOpenAI API usage credit\nQty 1\n$100.00\nSubtotal\n$100.00\nTax\n$10.00\nTotal\n$110.00\nAmount paid\n$110.00{below}", above.Length > 0 ? "Fwd: Your receipt" : "Your receipt from OpenAI", "2026-03-12T15:43:00Z")));

    [Fact]
    public void A_refund_stands_beside_its_purchase_and_parts_of_it_beside_each_other()
    {
        const string Purchase = "Receipt from OpenAI OpCo, LLC\n$25.00\nPaid March 2, 2026\nReceipt number\n2044-7777\nOpenAI API usage credit\nTotal\n$25.00\nAmount paid\n$25.00";
        string Refund(string amount, string day) => $"Refund from OpenAI OpCo, LLC\n${amount}\nRefunded on March {day}, 2026\nReceipt number\n2044-7777\nOpenAI API usage credit\nTotal\n$25.00\nAmount refunded\n${amount}\nIt may take a few days.";

        Assert.Equal("receipt 2044-7777 credit_purchase 25 USD tax ? credit ? 2026-03-02", Said(Read(Purchase)));
        Assert.Equal("receipt 2044-7777 refund refund 25 USD tax ? credit ? 2026-03-09", Said(Read(Refund("25.00", "9"), "Your refund from OpenAI OpCo, LLC #2044-7777")));
        Assert.Equal("receipt 2044-7777 refund 10 2026-03-09 refund 10 USD tax ? credit ? 2026-03-09", Said(Read(Refund("10.00", "9"))));
        Assert.Equal("receipt 2044-7777 refund 5 2026-03-10 refund 5 USD tax ? credit ? 2026-03-10", Said(Read(Refund("5.00", "10"))));
        Assert.Contains(" refund 25 USD ", Said(Read("Erstattung von OpenAI, LLC\nQuittungsnummer 2044-7777\nOpenAI API usage credit\nGesamtbetrag 25,00 $\nErstatteter Betrag 25,00 $")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Your payment of $120.00 to OpenAI was unsuccessful", "We could not charge Visa 4242.", "120 USD")]
    [InlineData("OpenAI: Zahlung fehlgeschlagen", "Ihre Zahlung über 20,00 $ wurde abgelehnt.", "20 USD")]
    [InlineData("OpenAI", "Votre paiement de 35,00 € à OpenAI a été refusé.", "35 EUR")]
    [InlineData("OpenAI", "We were unable to charge your card for $11.00 to fund your OpenAI API credit balance.", "11 USD")]
    public void A_declined_payment_is_one_in_any_language(string subject, string text, string amount) => Assert.Contains($"payment_failed {amount}", Said(Read(text, subject)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Your OpenAI API credit balance is low: $4.20 is left. Add credits to avoid interruption.")]
    [InlineData("You have reached 75% of your $120.00 monthly budget for OpenAI.")]
    public void A_warning_pays_nothing(string text) => Assert.Null(Read(text).Receipt);

    [Theory]
    [InlineData("2026-03-13T05:45:00Z", 22, 1)]
    [InlineData("2026-03-13T12:00:00Z", 22, 1)]
    [InlineData("2026-03-13T05:45:00Z", 33, 2)]
    [InlineData("2026-03-20T05:45:00Z", 22, 2)]
    public void A_notice_and_the_receipt_of_the_same_payment_count_once(string at, decimal amount, int payments)
    {
        var notice = Read("We charged $22.00 to your card to fund your OpenAI API credit balance.").Receipt!;
        var receipt = new Receipt("A1B2C3D4-0017", Utc(at), "test", Utc(at), ReceiptKind.CreditPurchase, Money.Of(amount, "USD"), null, new Usd(20));

        Assert.Equal(payments, new RecordBook([notice, receipt]).Receipts.Length);
        Assert.Equal(2, new RecordBook([notice, receipt]).All.Length);
    }

    [Fact]
    public void Two_recharges_of_an_hour_stay_two_when_one_receipt_comes()
    {
        Receipt Notice(string at) => Read("We charged $22.00 to your card to fund your OpenAI API credit balance.", sentAt: at).Receipt!;
        var receipt = new Receipt("A1B2C3D4-0017", Utc("2026-03-13T07:00:00Z"), "test", Utc("2026-03-13T06:41:00Z"), ReceiptKind.CreditPurchase, Money.Of(22, "USD"), null, new Usd(20));

        Assert.Equal(["auto_recharge 2026-03-13T05:43:34Z", "A1B2C3D4-0017"], new RecordBook([Notice("2026-03-13T05:43:34Z"), Notice("2026-03-13T06:40:00Z"), receipt]).Receipts.Select(one => one.Id));
    }

    [Theory]
    [InlineData("Date,Description,Amount,Status\n2026-03-02,OPENAI card payment failed,$5.00,Failed\n2026-03-03,OPENAI,$6.00,Sent")]
    [InlineData("!Type:CCard\nD3/2/2026\nT-5.00\nPOPENAI payment failed $5.00\n^")]
    public void A_statement_that_speaks_of_failed_payments_is_no_receipt(string text) => Assert.False(ReceiptText.Looks(text));
}
