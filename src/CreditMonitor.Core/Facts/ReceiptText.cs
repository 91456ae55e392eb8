using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Core.Facts;

/// <summary>What came of reading a receipt's text.</summary>
/// <param name="Receipt">Null when it is none, or when something that it must say is missing.</param>
/// <param name="Problem">Then why, as one sentence without its end.</param>
public sealed record ReceiptRead(Receipt? Receipt, string? Problem)
{
    internal static ReceiptRead No(string problem) => new(null, problem);
}

/// <summary>Reads the text of a receipt, an invoice or a notice of a failed payment as OpenAI's payment provider mails them (<c>facts/openai-billing.md</c> e): labels with their value behind them or on the next
/// line, forwarded and quoted or not. Mail is written by others: whatever is not recognized is left alone, and nothing is taken for a figure that is not one.</summary>
public static partial class ReceiptText
{
    /// <summary>A receipt is a page; what is longer is something else.</summary>
    public const int MaxLength = 100_000;

    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private const int Timeout = 250;

    /// <summary>English and what is seen of other locales.</summary>
    private static readonly string[] DateFormats = ["MMMM d, yyyy", "MMM d, yyyy", "d MMMM yyyy", "d MMM yyyy", "yyyy-MM-dd", "MMMM d yyyy", "d. MMMM yyyy"];

    /// <param name="subject">Of the mail; empty for a pasted text.</param>
    /// <param name="sentAt">When the mail was sent, or the text was handed over: the time of payment when the text says none, or the same day.</param>
    /// <param name="claimed">Nobody vouches for it yet.</param>
    public static ReceiptRead Read(string text, string subject, DateTimeOffset sentAt, DateTimeOffset toldAt, string toldBy, bool claimed)
    {
        if (text.Length > MaxLength)
        {
            return ReceiptRead.No($"it is longer than {MaxLength} characters, which no receipt is");
        }

        var lines = Lines(text);
        var whole = $"{subject}\n{string.Join('\n', lines)}";
        if (!OpenAI().IsMatch(whole))
        {
            return ReceiptRead.No("it does not name OpenAI");
        }

        var paid = AmountOf(lines, "amount paid", "amount refunded", "total paid", "paid", "amount due", "total", "betrag bezahlt", "gesamtbetrag", "montant payé", "importe pagado", "importo pagato") ?? LooseAmount(whole);
        if (paid is not { } amount)
        {
            return ReceiptRead.No("it says no amount paid");
        }

        if (KindOf(whole) is not { } kind)
        {
            return ReceiptRead.No("it does not say what was paid for: credit, a month's usage, or ChatGPT seats");
        }

        var at = PaidAt(lines, sentAt);
        if (at > toldAt + TimeSpan.FromDays(1))
        {
            return ReceiptRead.No("its date lies in the future");
        }

        var tax = TaxOf(lines);
        var credit = kind is ReceiptKind.CreditPurchase or ReceiptKind.AutoRecharge ? AmountOf(lines, "subtotal", "zwischensumme", "sous-total")?.Dollars : null;
        return new ReceiptRead(new Receipt(IdOf(whole, kind, at), toldAt, toldBy, at < toldAt ? at : toldAt, kind, amount, tax, credit, claimed), null);
    }

    /// <summary>The text looks like a receipt rather than a statement.</summary>
    public static bool Looks(string text) => text.Length <= MaxLength && OpenAI().IsMatch(text) && (ReceiptNumber().IsMatch(text) || InvoiceNumber().IsMatch(text) || Failed().IsMatch(text)) && Labels().IsMatch(text);

    private static ImmutableArray<string> Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => Spaces().Replace(line.Trim().TrimStart('>', '*', '|', ' ').Replace('\u00A0', ' '), " ").Trim(' ', '*', '|')).Where(line => line.Length > 0)];

    /// <summary>A failed payment and a refund first: their mails name the purchase too. ChatGPT before the API: its mails say credit too.</summary>
    private static ReceiptKind? KindOf(string text) =>
        Failed().IsMatch(text) ? ReceiptKind.PaymentFailed
        : Refund().IsMatch(text) ? ReceiptKind.Refund
        : ChatgptCredit().IsMatch(text) ? ReceiptKind.ChatgptCredits
        : Seats().IsMatch(text) ? ReceiptKind.Subscription
        : Recharge().IsMatch(text) ? ReceiptKind.AutoRecharge
        : Credit().IsMatch(text) ? ReceiptKind.CreditPurchase
        : Usage().IsMatch(text) ? ReceiptKind.Invoice
        : null;

    private static string IdOf(string text, ReceiptKind kind, DateTimeOffset at) =>
        InvoiceNumber().Match(text) is { Success: true } invoice ? invoice.Value + (kind is ReceiptKind.Refund or ReceiptKind.PaymentFailed ? $" {SnakeCase.Of(kind)}" : "")
        : ReceiptNumber().Match(text) is { Success: true } receipt ? $"receipt {receipt.Groups["number"].Value}"
        : $"{SnakeCase.Of(kind)} {InstantText.Format(at)}";

    private static DateTimeOffset PaidAt(ImmutableArray<string> lines, DateTimeOffset sentAt)
    {
        var text = ValueOf(lines, value => DateIn(value) is not null, "date paid", "paid on", "paid", "date of issue", "date", "bezahlt am", "datum");
        var day = text is null ? null : DateIn(text);
        // The mail is sent within minutes of the payment; a forwarded one is not.
        return day is not { } paid || Math.Abs(paid.DayNumber - DateOnly.FromDateTime(sentAt.UtcDateTime).DayNumber) <= 1 ? sentAt : new DateTimeOffset(paid.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
    }

    private static DateOnly? DateIn(string text) =>
        Date().Match(text) is { Success: true } match && DateOnly.TryParseExact(Spaces().Replace(match.Value, " "), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static Money? TaxOf(ImmutableArray<string> lines)
    {
        var taxes = lines.Index().Where(line => TaxLabel().IsMatch(line.Item)).Select(line => AmountIn(line.Item) ?? (line.Index + 1 < lines.Length ? AmountIn(lines[line.Index + 1]) : null)).Where(amount => amount is not null).ToList();
        return taxes.Count == 0 || taxes.Exists(tax => tax!.Value.Currency != taxes[0]!.Value.Currency) ? null : taxes.Aggregate((sum, tax) => sum + tax);
    }

    private static Money? AmountOf(ImmutableArray<string> lines, params ReadOnlySpan<string> labels) =>
        ValueOf(lines, value => AmountIn(value) is not null, labels) is { } text ? AmountIn(text) : null;

    /// <summary>The first amount at all: mails of failed payments say it in a sentence.</summary>
    private static Money? LooseAmount(string text) => Failed().IsMatch(text) || Refund().IsMatch(text) ? AmountIn(text) : null;

    /// <summary>What stands behind a label, or on the line after it; labels in the order of their worth.</summary>
    private static string? ValueOf(ImmutableArray<string> lines, Func<string, bool> fits, params ReadOnlySpan<string> labels)
    {
        foreach (var label in labels)
        {
            foreach (var (index, line) in lines.Index())
            {
                if (line.StartsWith(label, StringComparison.OrdinalIgnoreCase) && (line.Length == label.Length || !char.IsLetter(line[label.Length])))
                {
                    var behind = line[label.Length..];
                    if (fits(behind) || (behind.Trim(' ', ':').Length == 0 && index + 1 < lines.Length && fits(lines[index + 1])))
                    {
                        return fits(behind) ? behind : lines[index + 1];
                    }
                }
            }
        }

        return null;
    }

    private static Money? AmountIn(string text)
    {
        var match = Money().Match(text);
        return match.Success && StatementAmount.TryRead(match.Value, StatementAmount.MarkShown(match.Value), out var amount) && amount.Value >= 0m
            ? Core.Money.Of(amount.Value, amount.Currency ?? "USD")
            : null;
    }

    [GeneratedRegex(@"\s+", Plain, Timeout)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(OpenAI|ChatGPT)\b", Plain, Timeout)]
    private static partial Regex OpenAI();

    [GeneratedRegex(@"(?<![\w.,])((US|CA|A|NZ|R)?\$|€|£|(USD|EUR|GBP|CAD|AUD|BRL)\s?)\d{1,9}([.,' ]\d{3})*([.,]\d{1,2})?(?![\d%])|(?<![\w.,])\d{1,9}([.,]\d{3})*[.,]\d{2}\s?(USD|EUR|GBP|CAD|AUD|BRL|€|£)", Plain, Timeout)]
    private static partial Regex Money();

    [GeneratedRegex(@"\b(\d{4}-\d{2}-\d{2}|\p{L}{3,9} \d{1,2},? \d{4}|\d{1,2}\.? \p{L}{3,9} \d{4})\b", Plain, Timeout)]
    private static partial Regex Date();

    [GeneratedRegex(@"\b[A-Z0-9]{8}-\d{4}\b", RegexOptions.CultureInvariant, Timeout)]
    private static partial Regex InvoiceNumber();

    [GeneratedRegex(@"(receipt|#)\s*(number|no\.?|#)?:?\s*#?(?<number>\d{4}-\d{4}(-\d{4})?)\b", Plain, Timeout)]
    private static partial Regex ReceiptNumber();

    [GeneratedRegex(@"^(sales tax|tax|vat|gst|hst|pst|qst|iva|mwst|ust|tva)\b(?!.*\b(id|number)\b)", Plain, Timeout)]
    private static partial Regex TaxLabel();

    [GeneratedRegex(@"\b(amount paid|amount due|amount refunded|date paid|subtotal|payment (to|of)|betrag bezahlt|montant payé|importe pagado|importo pagato)\b", Plain, Timeout)]
    private static partial Regex Labels();

    [GeneratedRegex(@"\b(payment|recharge|charge)\b[^\n]{0,60}?\b(failed|unsuccessful|declined|could not be (processed|completed))\b|\b(failed|declined|unsuccessful) payment\b", Plain, Timeout)]
    private static partial Regex Failed();

    [GeneratedRegex(@"\b(amount refunded|refund (from|for|receipt|issued)|your refund)\b", Plain, Timeout)]
    private static partial Regex Refund();

    [GeneratedRegex(@"\b(ChatGPT|Codex|Sora)\b[^\n]{0,40}\bcredits?\b", Plain, Timeout)]
    private static partial Regex ChatgptCredit();

    [GeneratedRegex(@"\bChatGPT\b[^\n]{0,40}\b(plus|pro|team|business|enterprise|edu|go|seats?|subscription)\b|\bsubscription\b[^\n]{0,40}\bChatGPT\b", Plain, Timeout)]
    private static partial Regex Seats();

    [GeneratedRegex(@"\bauto(matic)?[- ]?(recharge|reload|top-?up)\b", Plain, Timeout)]
    private static partial Regex Recharge();

    [GeneratedRegex(@"\bcredits?\b(?! card| note| balance)", Plain, Timeout)]
    private static partial Regex Credit();

    [GeneratedRegex(@"\b(API usage|usage for|monthly usage|API, )\b", Plain, Timeout)]
    private static partial Regex Usage();
}
