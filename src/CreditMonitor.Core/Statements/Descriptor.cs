using System.Globalization;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>Reads the text of a card movement. Banks cut it at 20 or 22 characters, glue the city to it, move the star and change its case; the order of the tests matters.</summary>
public static partial class Descriptor
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>An unfamiliar place or telephone number behind the name is no reason for doubt; an unfamiliar purpose is.</summary>
    public static MerchantClass Classify(string description)
    {
        var raw = Spaces().Replace(OriginalAmount().Replace(WideText.Fold(description), " "), " ").Trim();
        var text = raw.ToUpperInvariant();
        var wallet = Wallet().Match(text);
        text = BankPrefix().Replace(text[wallet.Length..], "");
        if (Resellers().IsMatch(text))
        {
            return MerchantClass.Other;
        }

        var name = Name().Match(text);
        return name.Success ? Named(text, text[name.Length..], wallet.Success || Cleaned().IsMatch(raw)) : Unnamed(text, raw);
    }

    /// <summary>The text names OpenAI, or wants to be taken for it.</summary>
    public static bool ConcernsOpenAI(string description) => Classify(description) != MerchantClass.Other;

    /// <summary>The merchant's amount, where a bank writes it into the text: <c>OPENAI USD 56.50</c>, <c>OPENAI … AMT 5.65</c> (US dollars).</summary>
    public static Money? OriginalOf(string description)
    {
        var match = OriginalAmount().Match(WideText.Fold(description).ToUpperInvariant());
        var digits = match.Groups["amount"].Value.Replace(',', '.');
        return match.Success && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? Money.Of(amount, match.Groups["currency"].Value is "AMT" ? "USD" : match.Groups["currency"].Value)
            : null;
    }

    /// <summary>The text begins with the brand; what stands behind it decides.</summary>
    private static MerchantClass Named(string text, string rest, bool isCleaned) =>
        rest is ['R', ..] && text.Contains("OPENAIR", StringComparison.Ordinal) ? MerchantClass.Other
        : Foreign().IsMatch(rest) || Bait().IsMatch(rest) ? MerchantClass.Lookalike
        : rest is [>= 'A' and <= 'Z', ..] && !Glued().IsMatch(rest) ? MerchantClass.Lookalike
        : Credits().IsMatch(text) ? MerchantClass.ChatgptCredits
        : Seats().IsMatch(text) ? MerchantClass.ChatgptSubscription
        : isCleaned ? MerchantClass.Unspecified
        : MerchantClass.Api;

    private static MerchantClass Unnamed(string text, string raw)
    {
        if (Spelled().Match(text) is { Success: true } spelled)
        {
            var rest = text[spelled.Length..].Trim();
            return rest.Length == 0 || Place().IsMatch(rest) ? MerchantClass.Unspecified : MerchantClass.Lookalike;
        }

        return Name().IsMatch(Folded(raw)) || Domain().IsMatch(text) ? MerchantClass.Lookalike : Anywhere().IsMatch(text) ? MerchantClass.Unspecified : MerchantClass.Other;
    }

    /// <summary>With letters and digits of one shape made one: <c>OPENAl</c> and <c>0PENAI</c> are not the brand, and look like it.</summary>
    private static string Folded(string raw) => raw.Replace('l', 'I').Replace('1', 'I').Replace('|', 'I').Replace('0', 'O').ToUpperInvariant();

    [GeneratedRegex(@"\s+", Plain)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(?<currency>USD|EUR|GBP|CAD|AUD|CHF|AMT)\s?(?<amount>\d{1,7}[.,]\d{2})\b", Plain)]
    private static partial Regex OriginalAmount();

    [GeneratedRegex(@"^(PAYPAL|PP|GOOGLE( PAY)?|APPLE ?PAY|KLARNA|AMAZON PAY|AMZN PAY|LINK|STRIPE|ZETTLE|SQ|TST|CKO|2CO|REVOLUT)\s?\*\s?", Plain)]
    private static partial Regex Wallet();

    [GeneratedRegex(@"^((POS|CARD|DEBIT|CREDIT|CHECKCARD|CONTACTLESS|ONLINE|RECURRING|VISA|MASTERCARD|KARTENZAHLUNG|PURCHASE|PAYMENT|TO|AT|CB|ACHAT|COMPRA|AUTHORIZED|ON|\d\d[/.]\d\d([/.]\d{2,4})?|\d{4})\s+)+", Plain)]
    private static partial Regex BankPrefix();

    [GeneratedRegex(@"\b(MSFT|MICROSOFT|AZURE|AWS|GITHUB)\b", Plain)]
    private static partial Regex Resellers();

    [GeneratedRegex(@"^(WWW\.)?(OPENAI(\.COM(?![A-Z])|\.C(?![A-Z]))?|CHATGPT(\.COM(?![A-Z]))?)", Plain)]
    private static partial Regex Name();

    /// <summary>Mixed case is a bank's own name for the merchant, the same for every product.</summary>
    [GeneratedRegex("OpenAI|Openai|openai", Plain)]
    private static partial Regex Cleaned();

    /// <summary>Another domain or a number glued to the brand.</summary>
    [GeneratedRegex(@"^(-|\d|\.[A-Z])", Plain)]
    private static partial Regex Foreign();

    /// <summary>What banks put behind the name without a space, when they cut it at a column's end.</summary>
    [GeneratedRegex(@"^(SAN ?FR|HTTPS?|OPENAI\.C|CHATGPT|SUBSC)", Plain)]
    private static partial Regex Glued();

    [GeneratedRegex(@"^(SAN ?FR|HTTPS?|WWW|OPENAI|CHATGPT|SUBSC|CRED|US\b|USA\b|CA\b|IE\b|DUBLIN|[+\d])", Plain)]
    private static partial Regex Place();

    /// <summary>Words that no bank and no provider puts behind the name, and fraud does.</summary>
    [GeneratedRegex(@"\b(SUPPORT|BILLING|TOP-?UPS?|HELP|VERIFY|VERIFICATION|BOT|APP|GIFT|PREPAID|RECHARGE|WALLET|SHOP|STORE|DEALS?|KEYS?|ACCOUNTS?|PREMIUM|UNLIMITED|LIFETIME)\b", Plain)]
    private static partial Regex Bait();

    [GeneratedRegex(@"CHATGPT\s?CRED", Plain)]
    private static partial Regex Credits();

    [GeneratedRegex(@"CHATGPT|SUBSC?R?", Plain)]
    private static partial Regex Seats();

    [GeneratedRegex(@"^(OPEN[- ]AI(?![A-Z])|CHAT[- ]GPT(?![A-Z]))", Plain)]
    private static partial Regex Spelled();

    [GeneratedRegex(@"(OPENAI|CHATGPT)[-.](?!COM(?![A-Z]))[A-Z]|[-.](OPENAI|CHATGPT)|^CHATGTP", Plain)]
    private static partial Regex Domain();

    [GeneratedRegex(@"\b(OPENAI|CHATGPT)\b", Plain)]
    private static partial Regex Anywhere();
}
