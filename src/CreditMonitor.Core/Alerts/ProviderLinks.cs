using System.Collections.Immutable;

namespace CreditMonitor.Core.Alerts;

/// <param name="CheckedOn">When somebody last looked whether it leads there and says so.</param>
public sealed record ProviderLink(string Text, string Url, DateOnly CheckedOn);

/// <summary>The provider's pages: where the one action of an alert is done, and which of its terms an alert rests on. One table, so that a page that moved is put right in one place.</summary>
public static class ProviderLinks
{
    private static readonly DateOnly Checked = new(2026, 11, 22);

    private static readonly ProviderLink Grants = new("OpenAI's credit grants", "https://platform.openai.com/settings/organization/billing/credit-grants", Checked);
    private static readonly ProviderLink History = new("OpenAI's billing history", "https://platform.openai.com/settings/organization/billing/history", Checked);
    private static readonly ProviderLink Prepaid = new("OpenAI on prepaid billing: credit lapses after a year and is not refunded", "https://help.openai.com/en/articles/8264644", Checked);
    private static readonly ProviderLink Limits = new("OpenAI on spend limits and refused calls", "https://help.openai.com/en/articles/6614457-troubleshooting-api-usage-and-spend-limits", Checked);
    private static readonly ProviderLink Holds = new("OpenAI on temporary holds of a card", "https://help.openai.com/en/articles/7438062-after-updating-my-api-payment-method-i-noticed-a-5-charge-is-this-a-temporary-hold", Checked);

    /// <summary>Where the action is done; null where it is done elsewhere than on one page of the provider's.</summary>
    public static ProviderLink? ActionOf(AlertKind kind) => kind switch
    {
        AlertKind.CreditExpiring or AlertKind.CreditExpired or AlertKind.IdleCredit or AlertKind.LowBalance or AlertKind.BalanceExhausted or AlertKind.Overdrawn
            or AlertKind.BalanceMismatch or AlertKind.UnexplainedBalanceDrop or AlertKind.PurchaseNotCredited => Grants,
        AlertKind.UnexplainedCharge or AlertKind.DuplicateCharge or AlertKind.ChargeVelocity or AlertKind.RechargeWhileCreditUnused or AlertKind.MissingInvoice or AlertKind.InvoiceMismatch
            or AlertKind.PaymentFailed or AlertKind.CancelledPlanCharged => History,
        _ => null,
    };

    /// <summary>What it rests on; null for what no term of the provider's decides.</summary>
    public static ProviderLink? TermsOf(AlertKind kind) => kind switch
    {
        AlertKind.CreditExpiring or AlertKind.CreditExpired or AlertKind.IdleCredit or AlertKind.PurchaseNotCredited => Prepaid,
        AlertKind.CallsRefused or AlertKind.RefusedWithCredit or AlertKind.SpendLimitNear or AlertKind.SpendLimitExceeded => Limits,
        AlertKind.UnexplainedCharge => Holds,
        _ => null,
    };

    /// <summary>Every page that is linked to.</summary>
    public static ImmutableArray<ProviderLink> All { get; } = [Grants, History, Prepaid, Limits, Holds];
}
