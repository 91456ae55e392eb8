using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <param name="Amount">What the card shows, with its currency.</param>
/// <param name="Record">The record that explains the row, or the nearest that does not, with its total.</param>
/// <param name="Margin">How much worse the runner-up fits, in points of 100.</param>
internal sealed record WhyBody(
    string Reason, string Amount, string Currency, string? Record, string? RecordTotal, string? RecordCurrency, string? Expected, string? Rate, int? Days, string? RunnerUp, int? Margin, bool? Ambiguous, bool? Confirmed)
{
    public static WhyBody Of(ReconciledRow row) => new(
        row.Why.Reason, Text(row.Movement.Amount.Amount), row.Movement.Currency.Code, row.Why.Record?.Id, row.Why.Record is { } record ? Text(record.Total.Amount) : null, row.Why.Record?.Total.Currency.Code,
        row.Why.Expected is { } expected ? Text(expected) : null, row.Why.Rate?.ToString("0.######", CultureInfo.InvariantCulture), row.Why.Days, row.Why.RunnerUp?.Id, row.Why.Margin, row.Why.IsAmbiguous ? true : null, row.IsConfirmed ? true : null);

    private static string Text(decimal amount) => amount.ToString("0.00##########", CultureInfo.InvariantCulture);
}

internal sealed record RowBody(int Row, string Label, ImmutableArray<string> Explains, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Of, bool Alert, WhyBody Why);

/// <summary>What <c>creditmonitor reconcile --json</c> prints: contracts of the program, section 5.</summary>
/// <param name="ShortGrants">Purchases whose grant came in time and was worth less than was bought.</param>
internal sealed record ReconciliationBody(ImmutableArray<RowBody> Rows, ImmutableArray<string> NotCredited, ImmutableArray<string> RefundsMissing, ImmutableArray<string> ShortGrants)
{
    public static ReconciliationBody Of(Reconciled reconciled) => new(
        [.. reconciled.Rows.Select(row => new RowBody(row.Movement.Row, SnakeCase.Of(row.Label), row.Explains, row.Of, row.IsAlert, WhyBody.Of(row)))],
        [.. reconciled.NotCredited.Select(purchase => purchase.Purchase.Id)],
        [.. reconciled.RefundsMissing.Select(refund => refund.Id)],
        [.. reconciled.Purchases.Where(purchase => purchase is { IsShort: true, InTime: true }).Select(purchase => purchase.Purchase.Id)]);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReconciliationBody))]
internal sealed partial class ReconciliationJson : JsonSerializerContext;
