using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Statements;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Testing;

/// <summary>What the tests of several rules begin with: a steady life to ten in the morning of 10 March, and what people and programs tell of it.</summary>
internal static class Given
{
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    public static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    public static readonly DateTimeOffset Ten = Utc("2026-03-10T10:00:00Z");

    /// <summary>Forty minutes before <see cref="Ten"/>.</summary>
    public static readonly DateTimeOffset Paid = Utc("2026-03-10T09:20:00Z");

    /// <summary>Polled until an hour before <see cref="Ten"/>.</summary>
    public static ALife Life(decimal credit = 5_000, decimal perDay = 2) =>
        new ALife(AGrant.Of(credit).Named("g0").EffectiveAt(Start).NeverExpiring()).Spending(perDay, new(2026, 3, 1), new(2026, 4, 30)).PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-03-10T09:00:00Z"));

    public static Receipt Payment(string id, DateTimeOffset at, decimal amount = 50, ReceiptKind kind = ReceiptKind.CreditPurchase, decimal? tax = null, decimal? credit = null) =>
        new(id, at, "test", at, kind, Money.Of(amount, "USD"), tax is { } t ? Money.Of(t, "USD") : null, credit is { } c ? new Usd(c) : null);

    public static CardCharge Charge(string id, DateTimeOffset toldAt, DateOnly day, decimal amount, string text = "OPENAI", string currency = "USD") =>
        new(toldAt, "test", new CardRow(day, null, Money.Of(amount, currency), text) { Id = id });

    /// <summary>The same figures, in another currency.</summary>
    public static Receipt In(this Receipt receipt, string currency) => receipt with { Amount = Money.Of(receipt.Amount.Amount, currency) };

    public static Receipt Recharge(string id, DateTimeOffset at, decimal amount = 50) => Payment(id, at, amount, ReceiptKind.AutoRecharge);

    public static Receipt Declined(string id, DateTimeOffset at) => Payment(id, at, kind: ReceiptKind.PaymentFailed);

    public static RecordedGrant Credited(string id, DateTimeOffset at, decimal amount) => new(at, "test", new CreditGrant(id, GrantKind.Paid, new Usd(amount), at) { NeverExpires = true });

    public static AutoRechargeSetting AutoRechargeIs(bool enabled, decimal? threshold = null) =>
        new("s", Start, "test", Start, enabled, threshold is { } t ? new Usd(t) : null, threshold is { } above ? new Usd(above + 50) : null, null);

    public static IEnumerable<AlertEvent> Of(this IEnumerable<AlertEvent> events, AlertKind kind) => events.Where(e => e.Alert.Kind == kind);

    /// <summary>Of a kind of which there is one alert.</summary>
    public static AlertState Alert(this ALife life, AlertKind kind) => life.State.Alerts.Single(alert => alert.Kind == kind);
}
