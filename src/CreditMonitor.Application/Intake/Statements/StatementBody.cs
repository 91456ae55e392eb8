using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Intake.Statements;

/// <param name="Date">Null for a pending row that has no date yet.</param>
/// <param name="Amount">Positive: money out.</param>
/// <param name="Result"><c>added</c> or <c>unchanged</c>; absent in a preview.</param>
internal sealed record ChargeBody(string Id, string? SourceId, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Date, string? Posted, string Amount, string Currency, string Description, string? Descriptor, string? Status, string? Result);

internal sealed record SkippedBody(string File, int Line, string Reason);

/// <summary>What a statement holds, or what became of it.</summary>
internal sealed record StatementBody(string Format, string Dialect, ImmutableArray<ChargeBody> Charges, ImmutableArray<SkippedBody> Skipped, ImmutableArray<string>? Remarks = null)
{
    /// <param name="changes">In the order of the rows; null for a preview.</param>
    public static StatementBody Of(StatementFiles files, ImmutableArray<FactChange>? changes) => new(
        files.Format, files.Dialect,
        [.. files.Rows.Select((one, index) => new ChargeBody(
            one.Row.Id, one.Row.SourceId, one.Row.Day is { } day ? InstantText.Format(day) : null, one.Row.Posted is { } posted ? InstantText.Format(posted) : null,
            one.Row.Amount.Amount.ToString("0.00##########", CultureInfo.InvariantCulture), one.Row.Amount.Currency.Code, one.Row.Description, one.Row.Descriptor, one.Row.Pending ? "pending" : null,
            changes is { } told ? SnakeCase.Of(told[index].Kind) : null))],
        [.. files.Skipped.Select(skipped => new SkippedBody(skipped.File, skipped.Line, skipped.Reason))],
        files.Remarks.IsDefaultOrEmpty ? null : files.Remarks);

    public override string ToString() => string.Join('\n',
        Charges.Select(charge => $"{charge.Date ?? "pending   "}  {charge.Amount,12} {charge.Currency}  {charge.Description}{(charge.Status is { } status ? $" ({status})" : "")}{(charge.Result is { } result ? $": {result}" : "")}")
            .Concat(Skipped.Select(skipped => $"{skipped.File}, line {skipped.Line}: skipped, {skipped.Reason}"))
            .Concat(Remarks ?? [])
            .Append($"{Dialect} ({Format}): {Charges.Length} {(Charges.Length == 1 ? "charge" : "charges")}, {Skipped.Length} skipped."));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatementBody))]
internal sealed partial class StatementJson : JsonSerializerContext;
