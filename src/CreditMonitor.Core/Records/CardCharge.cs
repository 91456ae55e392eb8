using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>A row of a card statement that has to do with OpenAI.</summary>
/// <param name="Day">The day of the charge, as the statement has it.</param>
/// <param name="Amount">Positive: charged; negative: given back. In <paramref name="Currency"/>, which need not be dollars.</param>
/// <param name="Currency">ISO 4217, upper case.</param>
/// <param name="Posted">The day of posting, where the statement gives it beside <paramref name="Day"/>.</param>
public sealed record CardCharge(string Id, DateTimeOffset ToldAt, string ToldBy, DateOnly Day, Usd Amount, string Currency, string Description, DateOnly? Posted = null) : ToldFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "card_charge";

    /// <summary>What was charged, for people, in its currency.</summary>
    public string Charged => CurrencyText.Of(Amount, Currency);

    public override DateTimeOffset HappenedAt => new(Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
