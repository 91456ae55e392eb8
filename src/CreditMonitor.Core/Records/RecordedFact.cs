using System.Text.Json.Serialization;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Records;

/// <summary>Something that a person or a program told the monitor, and that no source can be asked for. A later one with the same kind and id replaces it.</summary>
/// <param name="Id">Unique in its organization and kind; compared by ordinal; at most <see cref="MaxIdLength"/> characters.</param>
/// <param name="ToldAt">When the monitor was told, not when it happened.</param>
/// <param name="ToldBy">The caller's name: an access key's, or the verb's.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(RecordedGrant), "grant")]
[JsonDerivedType(typeof(BalanceReading), "balance_reading")]
[JsonDerivedType(typeof(Receipt), "receipt")]
[JsonDerivedType(typeof(CardCharge), "card_charge")]
[JsonDerivedType(typeof(AutoRechargeSetting), "auto_recharge")]
[JsonDerivedType(typeof(PlanChange), "plan")]
[JsonDerivedType(typeof(PaymentCard), "payment_card")]
[JsonDerivedType(typeof(CallReport), "call")]
[JsonDerivedType(typeof(ChargeVerdict), "charge_verdict")]
[JsonDerivedType(typeof(AlertAction), "alert_word")]
public abstract record RecordedFact(string Id, DateTimeOffset ToldAt, string ToldBy)
{
    public const int MaxIdLength = 100;

    /// <summary>snake_case; facts of different kinds may share an id.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>When it happened: facts are kept by the month of this.</summary>
    [JsonIgnore]
    public abstract DateTimeOffset HappenedAt { get; }

    /// <summary>The same content, whoever told it and whenever.</summary>
    public bool SaysTheSame(RecordedFact other) => this with { ToldAt = other.ToldAt, ToldBy = other.ToldBy } == other;
}

/// <summary>A purchase or a gift of credit, its correction, or its withdrawal.</summary>
public sealed record RecordedGrant(DateTimeOffset ToldAt, string ToldBy, CreditGrant Grant) : RecordedFact(Grant.Id, ToldAt, ToldBy)
{
    public override string Kind => "grant";

    public override DateTimeOffset HappenedAt => Grant.EffectiveAt;
}

/// <summary>The balance as the dashboard showed it to somebody. It corrects nothing by itself: a difference is told.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Amount">Negative when the dashboard says so.</param>
public sealed record BalanceReading(string Id, DateTimeOffset ToldAt, string ToldBy, DateTimeOffset At, Usd Amount) : RecordedFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "balance_reading";

    public override DateTimeOffset HappenedAt => At;
}
