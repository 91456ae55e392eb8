using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Credit that a refund took with it, while the ledger still holds it: a refund is told by a mail, and that its grant ended by nobody.</summary>
internal static class RefundedCredit
{
    /// <summary>An older refund was settled one way or another.</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(90);

    /// <summary>Who records a refund records the end of its grant at about the same time.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromDays(14);

    /// <summary>Refunds in dollars up to <paramref name="at"/> that no grant's end answers, newest first; those that only a mail tells of too.</summary>
    public static IEnumerable<(Receipt Refund, Usd Amount)> Open(Situation situation, DateTimeOffset at)
    {
        var ended = situation.Organization.Grants.Where(grant => grant.VoidedAt is not null).ToList();
        foreach (var refund in situation.Told.Receipts.Reverse().Where(receipt => receipt.For == ReceiptKind.Refund && receipt.At <= at && at - receipt.At <= News))
        {
            var answer = ended.Find(grant => (grant.VoidedAt!.Value - refund.At).Duration() <= Together);
            if (answer is not null)
            {
                ended.Remove(answer);
            }
            else if (refund.Amount.Dollars is { } amount)
            {
                yield return (refund, amount);
            }
        }
    }

    /// <summary>What all of them may have taken.</summary>
    public static Usd Sum(Situation situation, DateTimeOffset at) => Usd.Sum(Open(situation, at).Select(open => open.Amount));
}
