using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <summary>A card charge with its explanation.</summary>
/// <param name="Date">The statement's day.</param>
/// <param name="Amount">In <paramref name="Currency"/>; negative: given back.</param>
/// <param name="Label">What it turned out to be; <c>unexplained</c> wants somebody.</param>
/// <param name="Explains">Ids of the receipts or grants that explain it.</param>
internal sealed record ExplainedChargeBody(string Id, string Date, string? Posted, decimal Amount, string Currency, string Description, string Label, ImmutableArray<string> Explains, WhyBody Why)
{
    public static ExplainedChargeBody Of(ReconciledCharge told) => new(
        told.Charge.Id, InstantText.Format(told.Charge.Day), told.Charge.Posted is { } posted ? InstantText.Format(posted) : null, told.Charge.Amount.Amount, told.Charge.Currency, told.Charge.Description,
        SnakeCase.Of(told.Row.Label), told.Row.Explains, WhyBody.Of(told.Row));

    public override string ToString() =>
        $"{Date}  {Amount.ToString("0.00", CultureInfo.InvariantCulture),10} {Currency}  {Label,-16} {(Explains.IsEmpty ? "" : string.Join(" + ", Explains) + " ")}({Why.Reason})  {Id}";
}

/// <param name="Next">Pass as <c>after</c> for the next page; null at the end.</param>
internal sealed record ChargesBody(ImmutableArray<ExplainedChargeBody> Charges, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChargesBody))]
internal sealed partial class ChargesJson : JsonSerializerContext;
