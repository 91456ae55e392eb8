using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Alerts;

/// <summary>Whether auto-recharge, as it was told, can be relied on to fill up: then a short runway is how it is meant to be (contracts, section 7).</summary>
public static class RechargeCover
{
    /// <summary>A recharge that is due comes within minutes; after so long below the threshold it does not work.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromHours(24);

    public static bool Covers(Situation situation) =>
        situation.Told.AutoRecharge is { Enabled: true } setting && !IsDeclined(situation) && !IsCapped(situation, setting) && !IsOverdue(situation, setting);

    /// <summary>Somebody paid within the last hour, and the credit of it is not known yet: that is how long it takes, as a rule.</summary>
    public static bool IsOnItsWay(Situation situation) =>
        situation.Reconciliation.Purchases.Any(purchase => purchase.Grant is null && situation.Now - purchase.Receipt.At < PurchaseNotCredited.Normal);

    private static bool IsDeclined(Situation situation) =>
        situation.Receipts.LastOrDefault(receipt => receipt.For is ReceiptKind.AutoRecharge or ReceiptKind.PaymentFailed) is { For: ReceiptKind.PaymentFailed } failed && situation.Now - failed.At <= TimeSpan.FromDays(30);

    private static bool IsCapped(Situation situation, AutoRechargeSetting setting)
    {
        if (setting.MonthlyCap is not { } cap)
        {
            return false;
        }

        var month = situation.Now.UtcDateTime;
        var recharges = situation.Payments.Where(payment => payment.For == ReceiptKind.AutoRecharge && payment.At.UtcDateTime.Year == month.Year && payment.At.UtcDateTime.Month == month.Month).ToList();
        var next = setting is { RestoreTo: { } restore, Threshold: { } threshold } ? restore - threshold : recharges.LastOrDefault()?.Promised ?? Usd.Zero;
        return Usd.Sum(recharges.Select(payment => payment.Promised ?? payment.Amount.Dollars ?? Usd.Zero)) + next > cap;
    }

    /// <summary>The balance has been under the threshold by published costs for a day, and no recharge came.</summary>
    private static bool IsOverdue(Situation situation, AutoRechargeSetting setting)
    {
        if (setting.Threshold is not { } threshold || situation.Ledger.Balance >= threshold)
        {
            return false;
        }

        var spent = Usd.Zero;
        foreach (var day in situation.History.Ascending.Reverse())
        {
            if (situation.Ledger.Balance + spent >= threshold)
            {
                return situation.Now - CostHistory.DayEnd(day.Day) >= Overdue;
            }

            spent += day.Amount;
        }

        return true;
    }
}
