using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>What a receipt or invoice is for. Written in snake_case outside.</summary>
public enum ReceiptKind
{
    CreditPurchase,
    AutoRecharge,

    /// <summary>A month's usage, billed in arrears.</summary>
    Invoice,

    /// <summary>ChatGPT seats: no API credit.</summary>
    Subscription,

    /// <summary>Flexible credit of ChatGPT, Codex or Sora: another purse than the API's.</summary>
    ChatgptCredits,

    Refund,

    /// <summary>A purchase or a recharge was declined.</summary>
    PaymentFailed,
}

/// <summary>A receipt or invoice that reached the monitor. It promises credit; it never creates any.</summary>
/// <param name="Id">The invoice number where it has one, such as <c>W4NJAXQX-0002</c>.</param>
/// <param name="At">When it was paid, or tried.</param>
/// <param name="Amount">What the card paid, tax included.</param>
/// <param name="Tax">Null when it does not say.</param>
/// <param name="Credit">What becomes credit; null when it does not say.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="Claimed">It came by mail and no person has confirmed it: shown, but it explains nothing away.</param>
public sealed record Receipt(
    string Id, DateTimeOffset ToldAt, string ToldBy, DateTimeOffset At, ReceiptKind For, Usd Amount, Usd? Tax, Usd? Credit, string Currency = "USD", bool Claimed = false)
    : ToldFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "receipt";

    public override DateTimeOffset HappenedAt => At;

    /// <summary>What the card paid, for people, in its currency.</summary>
    public string Paid => CurrencyText.Of(Amount, Currency);

    /// <summary>What several paid together, for people; each currency by itself.</summary>
    public static string PaidInAll(IEnumerable<Receipt> receipts) =>
        string.Join(" and ", receipts.GroupBy(receipt => receipt.Currency, StringComparer.Ordinal).Select(same => CurrencyText.Of(Usd.Sum(same.Select(receipt => receipt.Amount)), same.Key)));

    /// <summary>API credit was bought with it.</summary>
    public bool IsPurchase => For is ReceiptKind.CreditPurchase or ReceiptKind.AutoRecharge;

    /// <summary>The credit it promises; null when nothing is promised, or the amount is in another currency and the credit is not said.</summary>
    public Usd? Promised => !IsPurchase ? null : Credit ?? (Currency == "USD" ? Amount - (Tax ?? Usd.Zero) : null);
}
