using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Explanations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <param name="Used">Drawn from the grant in this time, for usage of this time or for what was owed before.</param>
internal sealed record GrantMovementBody(string GrantId, string Granted, string Used, string Expired, string Voided, string Refunded);

/// <summary>Amounts are exact decimal strings in US dollars: opening + granted − covered − owed − expired − voided − refunded = closing.</summary>
internal sealed record StatementSumsBody(
    string Opening, string Granted, string Usage, string Covered, string Owed, string DueOnInvoice, string Expired, string Voided, string Refunded, string Closing, ImmutableArray<GrantMovementBody> Grants)
{
    public static StatementSumsBody Of(CreditStatement statement) => new(
        statement.Opening.ToExactString(), statement.Granted.ToExactString(), statement.Usage.ToExactString(), statement.Covered.ToExactString(), statement.Owed.ToExactString(), statement.Due.ToExactString(),
        statement.Expired.ToExactString(), statement.Voided.ToExactString(), statement.Refunded.ToExactString(), statement.Closing.ToExactString(),
        [.. statement.Grants.Select(grant => new GrantMovementBody(
            grant.GrantId, grant.Granted.ToExactString(), grant.Used.ToExactString(), grant.Expired.ToExactString(), grant.Voided.ToExactString(), grant.Refunded.ToExactString()))]);
}

/// <param name="Until">Exclusive.</param>
/// <param name="Statement">Null while no balance is known; the words say why.</param>
internal sealed record ExplanationBody(string Title, string From, string Until, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] StatementSumsBody? Statement, ImmutableArray<ExplainedChargeBody> Charges, ImmutableArray<string> Words)
{
    public static ExplanationBody Of(Explanation explanation) => new(
        explanation.Title, InstantText.Format(explanation.From), InstantText.Format(explanation.Until), explanation.Statement is { } statement ? StatementSumsBody.Of(statement) : null,
        [.. explanation.Charges.Select(ExplainedChargeBody.Of)], explanation.Sentences);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExplanationBody))]
internal sealed partial class ExplanationJson : JsonSerializerContext;
