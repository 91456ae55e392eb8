using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>A payment for credit that no grant followed, or a smaller one. An hour is normal; told then, and once more after a day (contracts, section 7).</summary>
public static class PurchaseNotCredited
{
    public static readonly AlertRule Rule = new(AlertKind.PurchaseNotCredited, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Receipts };

    public static readonly TimeSpan Normal = TimeSpan.FromMinutes(60);

    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    /// <summary>An older payment without a declared grant is history that nobody wrote down, and no news.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(14);

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        from match in situation.Reconciliation.Purchases
        let age = situation.Now - match.Receipt.At
        where age >= Normal && (match.Grant is null || match.Short >= new Usd(0.02m))
        where age <= News || situation.OpenAlert(AlertKind.PurchaseNotCredited, match.Receipt.Id) is not null
        select new Finding(
            AlertKind.PurchaseNotCredited, match.Receipt.Id, Episode.At(match.Receipt.At), age < ADay ? Severity.Warning : Severity.Critical, age < ADay ? 1 : 2, Text(situation, match, age));

    private static AlertText Text(Situation situation, ReconciledPurchase match, TimeSpan age)
    {
        var receipt = match.Receipt;
        var paid = receipt.Paid;
        return new AlertText(
            Subject: match.Grant is null ? $"{paid} paid for OpenAI credit {When.Short(receipt.At)}, not credited" : $"{match.Short} of OpenAI credit missing from the purchase of {When.Short(receipt.At)}",
            Lead: match.Grant is null
                ? $"Payment {receipt.Id} of {paid} on {When.Long(receipt.At)} promised {receipt.Promised?.ToString() ?? "credit"}; {When.Span(age)} later no grant is known that came of it."
                : $"Payment {receipt.Id} of {paid} on {When.Long(receipt.At)} promised {receipt.Promised}; the grant {match.Grant.Id} that came of it is {match.Grant.Amount}.",
            Consequence: "Until it is credited the money is spent and calls may be refused; paying again does not help.",
            Action: $"Do not pay again. Look at the dashboard's credit grants: if the credit is there, declare it here; if not, send OpenAI's support the text below{(age < ADay ? "" : "; only if they do not answer, the card's bank can take the charge back, which may close the account")}.",
            Deadline: null,
            Facts:
            [
                new("payment", $"{receipt.Id}, {SnakeCase.Of(receipt.For)}, {paid} at {When.Short(receipt.At)}, told by {receipt.ToldBy}"),
                new("promised", receipt.Promised?.ToString() ?? "unknown: the receipt does not say"),
                new("grant", match.Grant is { } grant ? $"{grant.Id}, {grant.Amount}" : "none of that amount from two days before to 14 days after"),
                new("card", Charge(situation, match) is { } charge ? $"charged {charge.Charged} on {When.Day(charge.Day)} ({charge.Id})" : "no statement with this charge was imported"),
                new("grants_around", Around(situation, receipt.At)),
                new("normal_delay", When.Span(Normal)),
                new("for_support", $"Hello, payment {receipt.Id} of {paid} on {When.Long(receipt.At)} {(match.Grant is null ? "has not been credited to our API balance" : $"was credited with {match.Grant.Amount} in place of {receipt.Promised}")}. Please credit what is missing."),
            ],
            Unknown: "OpenAI tells no grants by any API: credit that is there but not declared here looks the same.")
        { AtStake = match.Grant is null ? receipt.Promised : match.Short };
    }

    private static Records.CardCharge? Charge(Situation situation, ReconciledPurchase match) => situation.Reconciliation.Charges.FirstOrDefault(told => told.Row.Explains.Contains(match.Receipt.Id))?.Charge;

    /// <summary>The grants before and after the payment: what support will look at.</summary>
    private static string Around(Situation situation, DateTimeOffset at)
    {
        var grants = situation.Organization.Grants.Where(grant => grant.Kind == GrantKind.Paid).OrderBy(grant => grant.EffectiveAt).ToList();
        string Show(CreditGrant? grant) => grant is null ? "none" : $"{grant.Id}, {grant.Amount} from {When.Short(grant.EffectiveAt)}";
        return $"before: {Show(grants.FindLast(grant => grant.EffectiveAt <= at))}; after: {Show(grants.Find(grant => grant.EffectiveAt > at))}";
    }

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Reconciliation.Purchases.FirstOrDefault(match => match.Receipt.Id == alert.About) is not { } match ? "the payment was withdrawn"
        : match.Grant is { } grant ? $"credited as grant {grant.Id} of {grant.Amount}" : "the payment was told anew, with another time";
}
