using System.Text.RegularExpressions;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>What came of reading a receipt's text.</summary>
/// <param name="Receipt">Null when it is none, or when something that it must say is missing.</param>
/// <param name="Problem">Then why, as one sentence without its end.</param>
public sealed record ReceiptRead(Receipt? Receipt, string? Problem)
{
    /// <summary>It does not even name OpenAI.</summary>
    internal bool IsOfOthers { get; init; }

    /// <summary>How much it says: of two parts of one mail the one that says more counts.</summary>
    public int Fullness => Receipt is not { } receipt ? (IsOfOthers ? 0 : 1)
        : 2 + (receipt.Credit is null ? 0 : 1) + (receipt.Tax is null ? 0 : 1) + (receipt.HasNumber ? 2 : 0);

    internal static ReceiptRead No(string problem) => new(null, problem);
}

/// <summary>Reads the text of a receipt, an invoice, a refund, or a notice of a recharge or a failed payment as OpenAI's payment provider mails them: labels with their value behind
/// them, several in a line or one in each; forwarded and quoted or not, in the provider's languages. Mail is written by others: whatever is not recognized is left alone, and nothing is taken for a figure that is not one.</summary>
public static partial class ReceiptText
{
    /// <summary>A receipt is a page; what is longer is something else.</summary>
    public const int MaxLength = 100_000;

    /// <param name="subject">Of the mail; empty for a pasted text.</param>
    /// <param name="sentAt">When the mail was sent, or the text was handed over: the time of payment when the text says none, or the same day.</param>
    /// <param name="claimed">Nobody vouches for it yet.</param>
    public static ReceiptRead Read(string text, string subject, DateTimeOffset sentAt, DateTimeOffset toldAt, string toldBy, bool claimed)
    {
        if (text.Length > MaxLength)
        {
            return ReceiptRead.No($"it is longer than {MaxLength} characters, which no receipt is");
        }

        try
        {
            return Read(ForwardedText.Of(Lines(text), WideText.Fold(subject)), sentAt, toldAt, toldBy, claimed);
        }
        catch (RegexMatchTimeoutException)
        {
            return ReceiptRead.No("it takes too long to read, which no receipt does");
        }
    }

    /// <summary>The text looks like a receipt or a notice rather than a statement.</summary>
    public static bool Looks(string text)
    {
        if (text.Length > MaxLength)
        {
            return false;
        }

        var whole = Lines(text);
        return ReceiptWords.OpenAI().IsMatch(whole) && !IsTable(whole) && LocalAmount.In(whole) is not null
            && (((Numbers.ReceiptIn(whole) ?? Numbers.InvoiceIn(whole)) is not null && HasLabel(whole)) || IsFailed(whole) || ReceiptWords.Funded().IsMatch(whole));
    }

    private static ReceiptRead Read(ForwardedText mail, DateTimeOffset sentAt, DateTimeOffset toldAt, string toldBy, bool claimed)
    {
        var whole = $"{mail.Subject}\n{mail.Text}";
        if (!ReceiptWords.OpenAI().IsMatch(whole))
        {
            return ReceiptRead.No("it does not name OpenAI") with { IsOfOthers = true };
        }

        var figures = new ReceiptFigures(whole);
        var (kind, amount) = Paid(whole, mail.Subject, figures);
        if (amount is not { } paid)
        {
            return ReceiptRead.No(figures.UnknownCurrency is { } sign ? $"it says an amount in {sign}, which several currencies are written with; write the currency's code beside the amount, such as 300 SEK, and take it in again" : "it says no amount paid");
        }

        if (kind is not { } known)
        {
            return ReceiptRead.No("it does not say what was paid for: credit, a month's usage, or ChatGPT seats");
        }

        var day = figures.Day(ReceiptWords.Dates);
        var at = PaidAt(day ?? ReceiptFigures.DayIn(mail.Date ?? "") ?? (Numbers.InvoiceIn(whole) is null && Numbers.ReceiptIn(whole) is null ? null : ReceiptFigures.DayIn(mail.Text)), mail.IsForwarded, sentAt);
        return at > toldAt + TimeSpan.FromDays(1) ? ReceiptRead.No("its date lies in the future") : new ReceiptRead(Of(whole, figures, known, paid, day, at < toldAt ? at : toldAt, toldAt, toldBy, claimed), null);
    }

    private static Receipt Of(string whole, ReceiptFigures figures, ReceiptKind kind, Money paid, DateOnly? day, DateTimeOffset at, DateTimeOffset toldAt, string toldBy, bool claimed)
    {
        var subtotal = kind is ReceiptKind.CreditPurchase or ReceiptKind.AutoRecharge ? figures.Behind(ReceiptWords.Subtotals) : null;
        var tax = kind is ReceiptKind.Refund or ReceiptKind.PaymentFailed ? null
            : figures.Tax(tax => tax.Currency == paid.Currency && (subtotal is not { } before || (before.Currency == tax.Currency && before + tax == paid)));
        var ofThePaid = tax is { } named && named.Currency == paid.Currency && named <= paid ? tax : null;
        return new Receipt(Numbers.IdOf(whole, kind, paid, Total(figures), day, at), toldAt, toldBy, at, kind, paid, ofThePaid, subtotal?.Dollars, claimed);
    }

    /// <summary>What happened, by what the mail says was done with money; words in its footer, and what may happen, decide nothing.</summary>
    private static (ReceiptKind? Kind, Money? Amount) Paid(string whole, string subject, ReceiptFigures figures)
    {
        var refunded = figures.Behind(ReceiptWords.Refunded);
        if (refunded is { IsPositive: true } || (ReceiptWords.Refund().IsMatch(subject) && refunded is null))
        {
            return (ReceiptKind.Refund, refunded ?? Total(figures) ?? figures.InSentence());
        }

        var paid = figures.Behind(ReceiptWords.Paid) is { IsPositive: true } named ? named : (Money?)null;
        if (IsFailed(subject) || (paid is null && figures.Day(["date paid", "paid on", "paid", "bezahlt am", "payé le", "支払日"]) is null && IsFailed(whole)))
        {
            return (ReceiptKind.PaymentFailed, figures.Behind(ReceiptWords.Totals) ?? figures.InSentence());
        }

        if (paid is null && ReceiptWords.Funded().IsMatch(whole) && Numbers.InvoiceIn(whole) is null)
        {
            return (ReceiptWords.ChatgptCredit().IsMatch(whole) ? ReceiptKind.ChatgptCredits : ReceiptKind.AutoRecharge, figures.InSentence());
        }

        if (paid is null && refunded is null && ReceiptWords.Refund().IsMatch(whole) && figures.Behind(ReceiptWords.Totals) is null)
        {
            return (ReceiptKind.Refund, figures.InSentence());
        }

        var amount = paid ?? Total(figures) ?? (Numbers.ReceiptIn(whole) is not null || Numbers.InvoiceIn(whole) is not null ? figures.Largest() : null);
        return (amount is null ? null : PurposeOf(figures.End > subject.Length ? whole[..figures.End] : whole) ?? PurposeOf(whole), amount);
    }

    private static Money? Total(ReceiptFigures figures) => figures.Behind(ReceiptWords.Paid) is { IsPositive: true } paid ? paid : figures.Behind(ReceiptWords.Totals);

    /// <summary>ChatGPT before the API: its mails say credit too.</summary>
    private static ReceiptKind? PurposeOf(string text) =>
        ReceiptWords.ChatgptCredit().IsMatch(text) ? ReceiptKind.ChatgptCredits
        : ReceiptWords.Seats().IsMatch(text) ? ReceiptKind.Subscription
        : ReceiptWords.Recharge().IsMatch(text) ? ReceiptKind.AutoRecharge
        : ReceiptWords.Credit().IsMatch(text) ? ReceiptKind.CreditPurchase
        : ReceiptWords.Usage().IsMatch(text) ? ReceiptKind.Invoice
        : null;

    private static bool IsFailed(string text) => Sentences().Split(text).Any(sentence => ReceiptWords.Failed().IsMatch(sentence) && !ReceiptWords.Conditional().IsMatch(sentence));

    /// <summary>A statement in any format that is not prose.</summary>
    private static bool IsTable(string whole) =>
        whole is ['<' or '!' or ':' or '{', ..] || whole.StartsWith("OFX", StringComparison.OrdinalIgnoreCase)
        || whole.Split('\n').Take(40) is var lines && ",;\t|".Any(mark => lines.Count(line => line.Count(c => c == mark) >= 2 && !line.Contains(". ", StringComparison.Ordinal)) >= 2);

    private static bool HasLabel(string whole) =>
        new ReceiptFigures(whole) is var figures && (figures.Behind([.. ReceiptWords.Paid, .. ReceiptWords.Refunded, .. ReceiptWords.Totals, .. ReceiptWords.Subtotals]) ?? figures.Largest()) is not null || figures.UnknownCurrency is not null;

    /// <summary>The mail is sent within minutes of the payment; a forwarded one is not.</summary>
    private static DateTimeOffset PaidAt(DateOnly? day, bool isForwarded, DateTimeOffset sentAt) =>
        day is not { } paid || (!isForwarded && Math.Abs(paid.DayNumber - DateOnly.FromDateTime(sentAt.UtcDateTime).DayNumber) <= 1) ? sentAt : new DateTimeOffset(paid.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);

    /// <summary>One line break between lines, no quote marks, single spaces.</summary>
    private static string Lines(string text) => string.Join('\n', WideText.Fold(text.ReplaceLineEndings("\n")).Split('\n')
        .Select(line => Spaces().Replace(line.Trim().TrimStart('>', '*', '|', ' '), " ").Trim(' ', '*', '|')).Where(line => line.Length > 0));

    [GeneratedRegex(@"\s+", ReceiptWords.Plain, ReceiptWords.Timeout)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(?<=[.!?])\s+|(?<=[。！？])|\n", ReceiptWords.Plain, ReceiptWords.Timeout)]
    private static partial Regex Sentences();

    /// <summary>The numbers that receipts bear, and the id that is made of them.</summary>
    private static partial class Numbers
    {
        /// <summary>Behind its label first, where its hyphen may be lost; else anywhere.</summary>
        public static string? InvoiceIn(string text) =>
            NamedInvoice().Match(text) is { Success: true } named ? $"{named.Groups["customer"].Value}-{named.Groups["running"].Value}"
            : Invoice().Match(text) is { Success: true } any ? any.Value : null;

        public static string? ReceiptIn(string text) => ReceiptNumber().Match(text) is { Success: true } match ? match.Groups["number"].Value : null;

        /// <summary>A refund and a declined payment bear the number of the payment and are events of their own; parts of a refund are told apart by their amounts and days.</summary>
        public static string IdOf(string text, ReceiptKind kind, Money amount, Money? total, DateOnly? day, DateTimeOffset at)
        {
            var number = InvoiceIn(text) ?? (ReceiptIn(text) is { } receipt ? $"receipt {receipt}" : null);
            return number is null ? Receipt.NoticeId(kind, at)
                : kind == ReceiptKind.Refund && (total is not { } whole || whole.Currency != amount.Currency || amount < whole) ? $"{number} refund {amount.ToExactString()}{(day is { } on ? $" {InstantText.Format(on)}" : "")}"
                : kind is ReceiptKind.Refund or ReceiptKind.PaymentFailed ? $"{number} {SnakeCase.Of(kind)}"
                : number;
        }

        [GeneratedRegex(@"(?i:invoice (number|no\.?|#)|rechnungs(nummer|nr\.?)|numéro de( la)? facture|facture n°|número de( la)? factura|n\.º de factura|número da fatura|numero (della )?fattura|factuurnummer|fakturanummer|numer faktury|číslo faktury|számlaszám|laskun numero|fatura numarası|номер счета|請求書(番号|No\.?)|发票(号码|编号|号)|發票號碼|송장 번호|청구서 번호)\s*[:#]?\s*(?<customer>[A-Z0-9]{8})(-| {1,2})(?<running>\d{4})\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, ReceiptWords.Timeout)]
        private static partial Regex NamedInvoice();

        [GeneratedRegex(@"(?<![\w-])[A-Z0-9]{8}-\d{4}(?![\w-])", RegexOptions.CultureInvariant, ReceiptWords.Timeout)]
        private static partial Regex Invoice();

        [GeneratedRegex(@"((receipt|quittung|beleg|reçu|recibo|ricevuta|ontvangstbewijs|kvitto|kvittering|kuitti|paragon|účtenka|nyugta|makbuz|領収書|收据|收據|영수증)[\p{L}.°º]*( (number|no\.?|nr\.?|numéro|número|numero|番号|n°))?( (de|del|du) \p{L}+)?|number|nummer|numéro|番号|号码|#|n°)\s*[:#]?\s*#?(?<number>\d{4}-\d{4}(-\d{4})?)(?![\d-])", ReceiptWords.Plain, ReceiptWords.Timeout)]
        private static partial Regex ReceiptNumber();
    }
}
