using System.Text.Json.Serialization;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Core.Records;

/// <summary>A row of a card statement that has to do with OpenAI, as it is kept: day, amount, text and id.</summary>
public sealed record CardCharge : RecordedFact
{
    /// <param name="row">Has a day: what is pending without one is not kept.</param>
    public CardCharge(DateTimeOffset toldAt, string toldBy, CardRow row)
        : base(row.Id, toldAt, toldBy) => Row = new CardRow(row.Day ?? throw new ArgumentException("A charge that is kept has a day.", nameof(row)), row.Posted, row.Amount, row.Text) { Id = row.Id };

    /// <summary>As it is stored and exported.</summary>
    [JsonConstructor]
    public CardCharge(string id, DateTimeOffset toldAt, string toldBy, DateOnly day, string exactAmount, string currency, string description, DateOnly? posted = null)
        : this(toldAt, toldBy, new CardRow(day, posted, StoredMoney.Read(exactAmount, currency), description) { Id = id })
    {
    }

    [JsonIgnore]
    public CardRow Row { get; }

    public override string Kind => "card_charge";

    public DateOnly Day => Row.Day!.Value;

    /// <summary>Positive: charged; negative: given back.</summary>
    [JsonIgnore]
    public Money Amount => Row.Amount;

    [JsonPropertyName("amount")]
    public string ExactAmount => Amount.ToExactString();

    /// <summary>ISO 4217, upper case.</summary>
    public string Currency => Amount.Currency.Code;

    public string Description => Row.Description;

    /// <summary>The day of posting, where the statement gives it beside <see cref="Day"/>.</summary>
    public DateOnly? Posted => Row.Posted;

    /// <summary>What was charged, for people, in its currency.</summary>
    public string Charged => Amount.ToString();

    public override DateTimeOffset HappenedAt => new(Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
