using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>What an alert is about. Written in snake_case everywhere outside (<see cref="SnakeCase"/>); names are part of the contract.</summary>
public enum AlertKind
{
    CreditExpiring,
    CreditExpired,
    IdleCredit,
    LowBalance,
    BalanceExhausted,
    Overdrawn,
    UnexplainedCharge,
    DuplicateCharge,
    ChargeVelocity,
    RechargeWhileCreditUnused,
    PurchaseNotCredited,
    MissingInvoice,
    InvoiceMismatch,
    BalanceMismatch,
    UnexplainedBalanceDrop,
    SpendSpike,
    SpendAnomaly,
    DormantKeyActive,
    NewConsumer,
    ApiKeyCreated,
    ApiKeyDeleted,
    WrongOrganization,
    CallsRefused,
    RefusedWithCredit,
    SpendLimitNear,
    SpendLimitExceeded,
    CancelledPlanCharged,
    PaymentFailed,
    MonitorBlind,
}

/// <summary>How much an alert asks of its reader.</summary>
public enum Severity
{
    /// <summary>Good to know; nothing to do today.</summary>
    Info,

    /// <summary>Act this week.</summary>
    Warning,

    /// <summary>Act today.</summary>
    Critical,
}
