using System.Text.Json.Serialization;
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
/// <param name="Tax">Null when it does not say. In the currency of <paramref name="Amount"/>.</param>
/// <param name="Credit">What becomes credit, which is dollars whatever was paid in; null when it does not say.</param>
/// <param name="Claimed">It came by mail and no person has confirmed it: shown, but it explains nothing away.</param>
public sealed record Receipt(
    string Id, DateTimeOffset ToldAt, string ToldBy, DateTimeOffset At, ReceiptKind For, [property: JsonIgnore] Money Amount, [property: JsonIgnore] Money? Tax, Usd? Credit, bool Claimed = false)
    : RecordedFact(Id, ToldAt, ToldBy)
{
    /// <summary>As it is stored and exported.</summary>
    [JsonConstructor]
    public Receipt(string id, DateTimeOffset toldAt, string toldBy, DateTimeOffset at, ReceiptKind @for, string exactAmount, string? exactTax, Usd? credit, string currency = "USD", bool claimed = false)
        : this(id, toldAt, toldBy, at, @for, StoredMoney.Read(exactAmount, currency), exactTax is null ? null : StoredMoney.Read(exactTax, currency), credit, claimed)
    {
    }

    public override string Kind => "receipt";

    public override DateTimeOffset HappenedAt => At;

    [JsonPropertyName("amount")]
    public string ExactAmount => Amount.ToExactString();

    [JsonPropertyName("tax")]
    public string? ExactTax => Tax?.ToExactString();

    /// <summary>ISO 4217, upper case.</summary>
    public string Currency => Amount.Currency.Code;

    /// <summary>What the card paid, for people, in its currency.</summary>
    public string Paid => Amount.ToString();

    /// <summary>What several paid together, for people; each currency by itself.</summary>
    public static string PaidInAll(IEnumerable<Receipt> receipts) => string.Join(" and ", Money.SumsOf(receipts.Select(receipt => receipt.Amount)));

    /// <summary>Known by a notice alone, which bears no number: a receipt of the same payment may come or have come.</summary>
    [JsonIgnore]
    public bool IsNotice => Tax is null && Credit is null && !HasNumber;

    /// <summary>The provider's own number names it, and not its kind and time.</summary>
    [JsonIgnore]
    public bool HasNumber => Id != NoticeId(For, At);

    internal static string NoticeId(ReceiptKind kind, DateTimeOffset at) => $"{SnakeCase.Of(kind)} {InstantText.Format(at)}";

    /// <summary>API credit was bought with it.</summary>
    public bool IsPurchase => For is ReceiptKind.CreditPurchase or ReceiptKind.AutoRecharge;

    /// <summary>The credit it promises; null when nothing is promised, or the amount is in another currency and the credit is not said.</summary>
    public Usd? Promised => !IsPurchase ? null : Credit ?? (Tax is { } tax ? Amount - tax : Amount).Dollars;
}
