using System.Text.RegularExpressions;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>What a row of a card statement is, before any record is asked.</summary>
public enum MovementKind
{
    Charge,

    /// <summary>Money back from a merchant.</summary>
    Refund,

    /// <summary>The card's bill was paid.</summary>
    Payment,

    /// <summary>The bank's fee for a foreign charge, as its own row.</summary>
    Fee,

    /// <summary>A tax that the bank's country puts on a foreign charge, as its own row.</summary>
    BankTax,
}

/// <summary>A row of a card's statement among others of the same card.</summary>
/// <param name="Row">Names it; unique.</param>
/// <param name="Export">The bank export it came in; exports overlap.</param>
/// <param name="Charge">What the bank wrote; it has a day.</param>
public sealed record CardMovement(int Row, string Export, CardRow Charge)
{
    /// <summary>The bank's id, which banks reuse; empty where there is none.</summary>
    public string SourceId => Charge.SourceId ?? "";

    /// <summary>The day of the transaction in the card's zone, or of posting where the bank gives only that.</summary>
    public DateOnly Day => Charge.Day!.Value;

    public DateOnly? Posted => Charge.Posted;

    /// <summary>Positive: money out.</summary>
    public Money Amount => Charge.Amount;

    public Currency Currency => Charge.Amount.Currency;

    /// <summary>The merchant's amount, where the bank gives it in a column or in the text.</summary>
    public Money? Original { get; init; } = Charge.Original ?? Descriptor.OriginalOf(Charge.Text);

    public string Description => Charge.Text;

    public bool Pending => Charge.Pending;

    /// <summary>Ours; what people's decisions name.</summary>
    public string ChargeId => Charge.Id;

    public MerchantClass Merchant { get; } = Descriptor.Classify(Charge.Text);

    public MovementKind Kind { get; } = MovementKinds.Of(Charge.Amount, Charge.Text, Charge.Type);
}

/// <summary>Tells fees, taxes and payments by the bank's type where it has one, else by their words.</summary>
internal static partial class MovementKinds
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    public static MovementKind Of(Money amount, string description, string type)
    {
        var isTax = Tax().IsMatch(description);
        var isFee = !isTax && (type.Equals("Fee", StringComparison.OrdinalIgnoreCase) || Fee().IsMatch(description));
        return isTax ? MovementKind.BankTax
            : isFee ? MovementKind.Fee
            : !amount.IsNegative ? MovementKind.Charge
            : type is "Payment" || Payment().IsMatch(description) ? MovementKind.Payment
            : type.Length > 0 || Descriptor.ConcernsOpenAI(description) ? MovementKind.Refund
            : MovementKind.Payment;
    }

    [GeneratedRegex(@"\b(IOF|IMPUESTO|STAMP DUTY|PERCEPCI[OÓ]N|GST ON|VAT ON|TAX ON)\b", Plain)]
    private static partial Regex Tax();

    [GeneratedRegex(@"\b(FEES?|FX|SURCHARGE|MARK-?UP|COMMISSION|COMISI[OÓ]N|FRAIS|NON-STERLING|CONVERSION|CROSS-?BORDER)\b|AUSLANDSEINSATZ|AUSLANDSENTGELT|FREMDW[AÄ]HRUNG|GEB[UÜ]HR|^FOREIGN (TRANSACTION|CURRENCY|EXCHANGE)|^INTERNATIONAL TRANSACTION", Plain)]
    private static partial Regex Fee();

    [GeneratedRegex(@"\b(THANK YOU|PAYMENT|AUTOPAY|ZAHLUNG|LASTSCHRIFT|AUSGLEICH|PAGO|PAGAMENTO|PAIEMENT|INCASSO|DIRECT DEBIT)\b", Plain)]
    private static partial Regex Payment();
}
