using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Explanations;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;
using CreditMonitor.Settings;
using CreditMonitor.Status;

namespace CreditMonitor.Http.Pages;

/// <param name="Month">Whose statement is shown, <c>2026-03</c>; null: the running one.</param>
/// <param name="Said">What was just kept, as the address says after a form.</param>
/// <param name="Fault">Why a form was not kept.</param>
internal sealed record OrganizationAsk(string Id, string? Month, string? Said, string? Fault);

/// <summary>Reads what an organization's page shows.</summary>
internal sealed class OrganizationView(MonitorSettings settings, StatusView status, ForecastView forecasts, AlertHandling alerts, Explainer explanations)
{
    private const int MostCharges = 20;
    private const int MostMonths = 6;
    private const string MonthFormat = "yyyy-MM";

    /// <summary>Null is the running one. What lies before the provider's API, or ahead, is no month of anybody's.</summary>
    public static bool IsMonth(string? month, DateTimeOffset now) => month is null || (MonthOf(month) is { } first && first.Year >= 2015 && first <= DateOnly.FromDateTime(now.UtcDateTime));

    /// <returns>Null when that organization is not configured.</returns>
    public async Task<OrganizationPageModel?> ReadAsync(OrganizationAsk ask, CancellationToken cancellationToken)
    {
        if (settings.Find(ask.Id) is not { } organization || await status.ReadAsync(ask.Id, cancellationToken) is not { } answer || await forecasts.ReadAsync(ask.Id, cancellationToken) is not { } picture)
        {
            return null;
        }

        var open = (await alerts.ReadAsync(organization, cancellationToken)).Where(known => known.Alert.IsOpen).ToImmutableArray();
        var explanation = (await explanations.ExplainAsync(organization, ask.Month, cancellationToken))!;
        return new OrganizationPageModel(
            answer.Body.Organizations[0], answer.Body.AsOf, FanChart.Of(picture), picture.Now, open, ChargesOf(picture), MonthOf(explanation, picture), SourcesOf(answer.Body.Organizations[0], picture), WordsOf(ask.Said), ask.Fault);
    }

    private static PageCharges ChargesOf(CreditPicture picture)
    {
        var told = picture.State.Told;
        var reconciliation = RecordReconciliation.Of(told, picture.Organization.Grants);
        var judged = told.ChargeVerdicts.Where(verdict => verdict.Confirmed || verdict.RecordId is not null).Select(verdict => verdict.ChargeId).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<ReconciledCharge> newest = [.. reconciliation.Charges.Reverse().OrderByDescending(charge => charge.Row.IsAlert).Take(MostCharges)];
        return new PageCharges(
            [.. newest.Select(charge => new PageCharge(charge, ChargeNarrative.Of(charge, reconciliation, picture.Organization), judged.Contains(charge.Charge.Id)))],
            reconciliation.Charges.Length, told.CardCharges.IsEmpty ? null : told.CardCharges.Max(charge => charge.ToldAt));
    }

    private static PageMonth MonthOf(Explanation explanation, CreditPicture picture)
    {
        var shown = DateOnly.FromDateTime(explanation.From.UtcDateTime);
        var running = DateOnly.FromDateTime(picture.Now.UtcDateTime);
        var first = picture.State.History.Days.IsEmpty ? running : picture.State.History.Days.Keys.First();
        var from = new DateOnly(first.Year, first.Month, 1);
        return new PageMonth(
            explanation, picture.State.Costs.LastOkAt, [.. Enumerable.Range(1, MostMonths).Select(back => shown.AddMonths(-back)).Where(month => month >= from)],
            shown.AddMonths(1) <= running ? shown.AddMonths(1) : null);
    }

    private static ImmutableArray<PageSource> SourcesOf(OrganizationBody body, CreditPicture picture)
    {
        var (state, told) = (picture.State, picture.State.Told);
        return
        [
            new("Costs, from OpenAI", body.Data.Costs.AsOf, $"known through {PageText.Day(body.Data.Costs.Through)}", body.Data.Costs.Fresh ? "fresh" : "stale", state.Costs.LastFailure),
            new("Usage by the minute, from OpenAI", body.Data.Usage.AsOf, body.Data.Usage.AsOf is null ? "never read yet" : "for sudden changes", body.Data.Usage.AsOf is null ? "unknown" : body.Data.Usage.Fresh ? "fresh" : "stale", state.UsageSource.LastFailure),
            new("Card statements, as imported", Latest(told.CardCharges.Select(charge => charge.ToldAt)), told.CardCharges.IsEmpty ? "none was imported" : $"charges through {When.Day(told.CardCharges[^1].Day)}", "by hand", null),
            new("Receipts, as told or mailed", Latest(told.Receipts.Select(receipt => receipt.ToldAt)), told.Receipts.IsEmpty ? "none is known" : $"{When.Count(told.Receipts.Length, "receipt")}, {told.Receipts.Count(receipt => receipt.Claimed)} not confirmed yet", "by hand", null),
            new("Balance, as somebody read it", Latest(told.BalanceReadings.Select(reading => reading.At)), told.BalanceReadings.IsEmpty ? "never read" : $"{told.BalanceReadings[^1].Amount} was shown", "by hand", null),
        ];
    }

    private static DateTimeOffset? Latest(IEnumerable<DateTimeOffset> instants) => instants.Select(at => (DateTimeOffset?)at).Max();

    private static DateOnly? MonthOf(string text) => DateOnly.TryParseExact(text, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) ? first : null;

    /// <summary>What was kept, for words that our own forms lead to; anything else in the address says nothing.</summary>
    private static string? WordsOf(string? said) => said switch
    {
        "acknowledged" => "Acknowledged: it is not told again while nothing changes.",
        "silenced" => "Silenced: nothing of it is told until then.",
        "accepted" => "Accepted: from its first day on the new level is the usual.",
        "withdrawn" => "Taken back: the alert is told as before.",
        "confirm" => "Confirmed: your word stands.",
        "reject" => "Rejected: that record does not explain the charge.",
        "reset" => "Taken back: the charge is explained as the records say.",
        _ => null,
    };
}
