using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Explanations;

/// <summary>A statement in sentences.</summary>
internal static class StatementNarrative
{
    public static IEnumerable<string> Of(WatchedOrganization organization, CreditStatement statement, LedgerHistory history, DateTimeOffset end)
    {
        yield return $"{organization.Name} began with {Balance(statement.Opening)} on {When.Long(statement.From)}.";
        foreach (var grant in statement.Grants.Where(grant => grant.Granted.IsPositive))
        {
            yield return $"{grant.Granted} came in as {Kind(history, grant.GrantId)} grant {grant.GrantId}.";
        }

        foreach (var sentence in Usage(organization, statement))
        {
            yield return sentence;
        }

        foreach (var grant in statement.Grants)
        {
            foreach (var (amount, word) in new[] { (grant.Expired, "lapsed unused"), (grant.Voided, "were withdrawn"), (grant.Refunded, "were refunded") })
            {
                if (amount.IsPositive)
                {
                    yield return $"{amount} of grant {grant.GrantId} {word}.";
                }
            }
        }

        yield return $"{Equation(statement)}: {Balance(statement.Closing)} {(statement.Closing < Usd.Zero ? "was owed" : "was left")} on {When.Long(end)}.";
    }

    private static IEnumerable<string> Usage(WatchedOrganization organization, CreditStatement statement)
    {
        if (statement.Usage.IsZero)
        {
            yield return "OpenAI published no usage that costs anything.";
            yield break;
        }

        yield return $"Usage cost {statement.Usage} by OpenAI's published costs.";
        var drawn = statement.Grants.Where(grant => grant.Used.IsPositive).Select(grant => $"{grant.Used} from {grant.GrantId}").ToList();
        if (drawn.Count > 0)
        {
            yield return $"Credit paid {Usd.Sum(statement.Grants.Select(grant => grant.Used))}: {string.Join(", ", drawn)}.";
        }

        if (statement.Owed.IsPositive)
        {
            yield return $"{statement.Owed} was covered by no credit when it was used, and is taken from the next grant.";
        }

        if (organization.BillingModeAt(statement.Until.AddTicks(-1)) == BillingMode.Monthly || statement.Due.IsPositive)
        {
            yield return statement.Due.IsPositive
                ? $"{statement.Due} falls due on the month's invoice and is charged to the card; credit that is bought later does not pay for it."
                : "Nothing falls due on the month's invoice: credit covered it all.";
        }
    }

    /// <summary>Cents, as long as they add up; where rounding would leave one over, every decimal, so that whoever adds them finds them right.</summary>
    private static string Equation(CreditStatement statement)
    {
        var usage = statement.Covered + statement.Owed;
        var left = Cents(statement.Opening) + Cents(statement.Granted) - Cents(usage) - Cents(statement.Expired) - Cents(statement.Voided) - Cents(statement.Refunded);
        Func<Usd, string> shown = left == Cents(statement.Closing) ? amount => amount.ToString() : Exactly;
        return $"{shown(statement.Opening)} + {shown(statement.Granted)} credit − {shown(usage)} usage{(statement.Due.IsPositive ? " not due on an invoice" : "")} − {shown(statement.Expired)} lapsed"
            + (statement.Voided.IsPositive ? $" − {shown(statement.Voided)} withdrawn" : "") + (statement.Refunded.IsPositive ? $" − {shown(statement.Refunded)} refunded" : "") + $" = {shown(statement.Closing)}";
    }

    private static decimal Cents(Usd amount) => Math.Round(amount.Amount, 2, MidpointRounding.AwayFromZero);

    private static string Exactly(Usd amount) => amount < Usd.Zero ? $"-${(-amount).ToExactString()}" : $"${amount.ToExactString()}";

    private static string Kind(LedgerHistory history, string grantId) => SnakeCase.Of(history.State.Grants.First(balance => balance.Grant.Id == grantId).Grant.Kind);

    private static string Balance(Usd amount) => amount < Usd.Zero ? $"{-amount} owed" : $"{amount} of credit";
}
