using System.Globalization;

namespace CreditMonitor.Core.Records;

/// <summary>The auto-recharge setting as the dashboard shows it. The latest by <paramref name="At"/> holds.</summary>
/// <param name="Threshold">It recharges when the balance falls below this; null: not said.</param>
/// <param name="RestoreTo">To this balance; null: not said.</param>
/// <param name="MonthlyCap">At most so much in a calendar month; null: no cap, or not said.</param>
public sealed record AutoRechargeSetting(string Id, DateTimeOffset ToldAt, string ToldBy, DateTimeOffset At, bool Enabled, Usd? Threshold, Usd? RestoreTo, Usd? MonthlyCap)
    : RecordedFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "auto_recharge";

    public override DateTimeOffset HappenedAt => At;
}

/// <summary>The API plan was cancelled, or taken up again.</summary>
public sealed record PlanChange(string Id, DateTimeOffset ToldAt, string ToldBy, DateTimeOffset At, bool Cancelled) : RecordedFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "plan";

    public override DateTimeOffset HappenedAt => At;
}

/// <summary>The card that auto-recharge charges. The latest by <paramref name="At"/> holds. Never more of its number than the dashboard shows.</summary>
/// <param name="LastFour">Four digits.</param>
/// <param name="EndMonth">The first day of the last month in which it can be charged.</param>
public sealed record PaymentCard(string Id, DateTimeOffset ToldAt, string ToldBy, DateTimeOffset At, string LastFour, DateOnly EndMonth) : RecordedFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "payment_card";

    public override DateTimeOffset HappenedAt => At;

    /// <summary>From this instant (UTC) on it is declined.</summary>
    public DateTimeOffset EndsAt() => new(EndMonth.AddMonths(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    public static bool IsLastFour(string text) => text.Length == 4 && text.All(char.IsAsciiDigit);

    /// <summary>A month as in <c>2027-03</c>.</summary>
    public static DateOnly? MonthOf(string text) => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;
}

/// <summary>An application, or the probe, reported how a call to the API went.</summary>
/// <param name="Refusal">The error code, such as <c>credit_balance_exhausted</c>; null: the call succeeded.</param>
public sealed record CallReport(string Id, DateTimeOffset ToldAt, string ToldBy, DateTimeOffset At, string? Refusal, string? Project) : RecordedFact(Id, ToldAt, ToldBy)
{
    public override string Kind => "call";

    public override DateTimeOffset HappenedAt => At;
}
