using System.Collections.Immutable;

namespace CreditMonitor.Core.Records;

/// <summary>A recharge is told twice: by a notice within minutes, and by a receipt with a number. Both are kept, and count once.</summary>
internal static class ReceiptNotices
{
    /// <summary>A receipt that gives its day alone counts as of noon of it, in any zone.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(36);

    /// <summary>Each receipt takes the notice of the same amount that is nearest in time. What nobody has confirmed takes nothing away from what somebody vouches for.</summary>
    public static ImmutableArray<Receipt> Joined(ImmutableArray<Receipt> receipts)
    {
        var notices = receipts.Where(receipt => receipt.IsNotice && receipt.IsPurchase).ToHashSet();
        if (notices.Count == 0)
        {
            return receipts;
        }

        var open = notices.ToList();
        foreach (var receipt in receipts.Where(receipt => receipt.IsPurchase && !notices.Contains(receipt)))
        {
            var notice = open.Where(notice => notice.Amount == receipt.Amount && (notice.At - receipt.At).Duration() <= Apart && (notice.Claimed || !receipt.Claimed))
                .MinBy(notice => (notice.At - receipt.At).Duration());
            if (notice is not null)
            {
                open.Remove(notice);
            }
        }

        return open.Count == notices.Count ? receipts : [.. receipts.Where(receipt => !notices.Contains(receipt) || open.Contains(receipt))];
    }
}
