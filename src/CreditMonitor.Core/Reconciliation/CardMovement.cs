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

/// <summary>A row of a card statement.</summary>
/// <param name="Row">Names it; unique.</param>
/// <param name="Export">The bank export it came in; exports overlap.</param>
/// <param name="SourceId">The bank's id, which banks reuse; empty where there is none.</param>
/// <param name="Day">The day of the transaction in the card's zone, or of posting where the bank gives only that.</param>
/// <param name="Posted">The day of posting; null where the bank gives none.</param>
/// <param name="Amount">In <paramref name="Currency"/>; positive: money out.</param>
/// <param name="Original">The merchant's amount and currency, where the bank gives them.</param>
/// <param name="Type">The bank's word for it; may be empty.</param>
public sealed record CardMovement(
    int Row, string Export, string SourceId, DateOnly Day, DateOnly? Posted, decimal Amount, string Currency, (decimal Amount, string Currency)? Original, string Description, string Type, bool Pending)
{
    /// <summary>Told by a person's key for this charge; null in a statement that is only compared.</summary>
    public string? ChargeId { get; init; }

    public MerchantClass Merchant { get; } = Descriptor.Classify(Description);

    public MovementKind Kind { get; } = MovementKinds.Of(Amount, Description, Type);
}

/// <summary>Tells fees, taxes and payments by the bank's type where it has one, else by their words.</summary>
internal static partial class MovementKinds
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    public static MovementKind Of(decimal amount, string description, string type)
    {
        var isTax = Tax().IsMatch(description);
        var isFee = !isTax && (type.Equals("Fee", StringComparison.OrdinalIgnoreCase) || Fee().IsMatch(description));
        return isTax ? MovementKind.BankTax
            : isFee ? MovementKind.Fee
            : amount >= 0m ? MovementKind.Charge
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
