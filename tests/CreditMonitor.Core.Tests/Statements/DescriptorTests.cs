using CreditMonitor.Core.Statements;

namespace CreditMonitor.Core.Tests.Statements;

/// <summary>Texts as banks have been seen to show them, and made-up ones that want to be taken for them.</summary>
public class DescriptorTests
{
    [Theory]
    [InlineData("OPENAI")]
    [InlineData("OPENAI OPENAI.COM CA")]
    [InlineData("OPENAI                   HTTPSOPENAI.CCA")]
    [InlineData("OPENAI              SAN FRANCISCO       CA")]
    [InlineData("OPENAI *API")]
    [InlineData("OPENAI LLC +14158799686 US")]
    [InlineData("OPENAI USD 56.50")]
    [InlineData("POS PURCHASE 03/02 OPENAI SAN FRANCISCO CA")]
    [InlineData("OPENAI IRELAND DUBLIN IE")]
    public void Api_money_shows_the_bare_name(string text) => Assert.Equal(MerchantClass.Api, Descriptor.Classify(text));

    [Theory]
    [InlineData("OPENAI *CHATGPT SUBSCR")]
    [InlineData("OPENAI *CHATGPT SUBSSAN FRANCISCO CA")]
    [InlineData("CHATGPT SUBSCRIPTION HTTPSOPENAI.C CA AMT 23.00")]
    [InlineData("OPENAI *SUBSCR")]
    [InlineData("CHATGPT *PLUS")]
    [InlineData("OpenAI *ChatGPT Subscr")]
    public void Seats_of_ChatGPT_say_so(string text) => Assert.Equal(MerchantClass.ChatgptSubscription, Descriptor.Classify(text));

    [Theory]
    [InlineData("OPENAI* CHATGPT CREDIT")]
    [InlineData("OPENAI* CHATGPT CREDSAN FRANCISCO       CA USD 20.00")]
    public void Credit_of_ChatGPT_is_another_purse(string text) => Assert.Equal(MerchantClass.ChatgptCredits, Descriptor.Classify(text));

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("OpenAI USD 20.00")]
    [InlineData("PAYPAL *OPENAI")]
    [InlineData("Open AI")]
    [InlineData("SP DIGITAL OPENAI")]
    public void Wallets_and_cleaned_names_hide_the_product(string text) => Assert.Equal(MerchantClass.Unspecified, Descriptor.Classify(text));

    [Theory]
    [InlineData("OPENAIR FESTIVAL ST GALLEN")]
    [InlineData("OPEN AIR CINEMA LTD")]
    [InlineData("OPENART.AI")]
    [InlineData("OPENTABLE.COM")]
    [InlineData("OPENROUTER, INC")]
    [InlineData("CHATBASE.CO")]
    [InlineData("MSFT*AZURE OPENAI SVC")]
    [InlineData("ANTHROPIC, PBC SAN FRANCISCO CA")]
    [InlineData("")]
    public void Other_merchants_with_names_that_begin_alike_are_other_merchants(string text) => Assert.Equal(MerchantClass.Other, Descriptor.Classify(text));

    [Theory]
    [InlineData("OPENAl *API CREDITS")]
    [InlineData("0PENAI")]
    [InlineData("OPENAI-TOPUP.COM")]
    [InlineData("OPENAI.CO")]
    [InlineData("OPENAI BILLING SUPPORT")]
    [InlineData("OPEN AI CHAT BOT PRO")]
    [InlineData("CHATGPT*PLUS APP LIMASSOL")]
    [InlineData("CHATGPT-PREMIUM.NET")]
    [InlineData("WWW.PAY-OPENAI.NET")]
    [InlineData("OPENAICREDITS.IO")]
    public void Names_that_want_to_be_taken_for_it_are_lookalikes(string text) => Assert.Equal(MerchantClass.Lookalike, Descriptor.Classify(text));

    [Theory]
    [InlineData("OPENAI USD 56.50", "56.50 USD")]
    [InlineData("OPENAI SAN FRANCISCO AMT 5.65", "5.65 USD")]
    [InlineData("OPENAI EUR 12,10", "12.10 EUR")]
    [InlineData("OPENAI 56.50", "")]
    public void The_merchants_amount_is_read_where_a_bank_writes_it_into_the_text(string text, string expected) =>
        Assert.Equal(expected, Descriptor.OriginalOf(text) is var (amount, currency) ? FormattableString.Invariant($"{amount:0.00} {currency}") : "");
}
