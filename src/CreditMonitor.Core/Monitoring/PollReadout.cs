using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Monitoring;

/// <summary>What a poll leaves to be read: the snapshot for the history, and the row that a status answer is made of. No decision reads either, but for other organizations' newest days.</summary>
internal static class PollReadout
{
    public static Snapshot Snapshot(Situation situation, string pollId, ImmutableArray<Restatement> restatements, ImmutableArray<AlertState> alerts)
    {
        var known = situation.BalanceKnown;
        return new Snapshot(
            pollId,
            situation.Now,
            situation.Costs.LastOkAt,
            known ? situation.Ledger.Balance : null,
            known ? situation.Ledger.Overage : null,
            known ? situation.Ledger.DueOnInvoice : null,
            situation.Outlook.Burn?.PerDay,
            known ? situation.DaysLeft : null,
            [.. situation.Outlook.Grants.Select(grant => GrantOf(grant, known))],
            restatements,
            [.. alerts.Where(alert => alert.IsOpen).Select(alert => alert.Key)]);
    }

    private static GrantSnapshot GrantOf(GrantOutlook grant, bool known) => new(
        grant.Grant.Id, SnakeCase.Of(grant.Grant.Kind), grant.Grant.Amount, known ? grant.Balance.Remaining : null, SnakeCase.Of(grant.Balance.State),
        grant.Expiry?.Earliest, grant.Expiry?.Latest, grant.ExpectedUnused)
    {
        Foreseen = known ? grant.Foreseen : null,
    };

    /// <param name="next">As it will be kept.</param>
    public static OrganizationStatus Status(Situation situation, Snapshot snapshot, OrganizationState next, ImmutableArray<RuleFault> faults) => new(
        situation.Organization.Id,
        situation.Organization.Name,
        situation.Now,
        next.Costs.WatchedSince,
        situation.Organization.StaleAfter,
        next.Costs.LastOkAt,
        next.History.Newest?.Day,
        next.Alerts.FirstOrDefault(alert => alert is { IsOpen: true, Kind: AlertKind.MonitorBlind } && !MonitorBlind.FiguresStand(alert.About))?.Text.Lead,
        situation.WantingDays.Length,
        situation.Coverage.Confirmed,
        snapshot,
        situation.Outlook.Burn,
        situation.HasCredit ? situation.GoneAt : null,
        next.Corrections,
        next.Costs.Remarks.IsDefault ? [] : next.Costs.Remarks,
        next.KnownSpendLimit,
        [.. next.Alerts.Where(alert => alert.IsOpen).OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.RaisedAt)
            .Select(alert => new OpenAlert(alert.Key, alert.Kind, alert.Severity, alert.Text.Subject, alert.Text.Lead, alert.Text.Action, alert.RaisedAt))])
    {
        Failure = next.Costs.FailingSince is null ? null : next.Costs.Advice ?? next.Costs.LastFailure,
        Silences = Silence.AllOf(situation, faults),
        WantingDays = [.. situation.WantingDays.TakeLast(OrganizationStatus.MostWantingDays).Select(gap => new WantingDay(gap.Day, gap.Kind))],
        QuietDays = [.. next.Gaps.Quiet.TakeLast(OrganizationStatus.MostQuietSpans)],
        UsageAsOf = next.Usage.Through,
        StatementsAsOf = next.Told.CardCharges.Max(charge => (DateTimeOffset?)charge.ToldAt),
        StatementsThrough = next.Told.CardCharges.LastOrDefault()?.Day,
        Runway = situation.Runway,
        WhyNoRunway = situation.Outlook.Foresight?.Why,
        RecentDays = [.. next.History.Ascending.Reverse().Where(day => day.Quality != DayQuality.Incomplete && CostHistory.DayEnd(day.Day) <= situation.Now).Take(OrganizationStatus.MostRecentDays).Reverse().Select(day => new DayTotal(day.Day, day.Amount))],
        DueByMonth = situation.BalanceKnown ? [.. situation.Ledger.DueByMonth.TakeLast(OrganizationStatus.MonthsDue)] : [],
    };
}
