using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Status;

/// <summary>One organization's past and foreseen credit, from what is stored.</summary>
/// <param name="Ledger">Every past day's closing balance by grant.</param>
/// <param name="Balance">Null: unknown.</param>
public sealed record CreditPicture(WatchedOrganization Organization, OrganizationState State, DailyLedger Ledger, CreditForesight Foresight, Usd? Balance, DateTimeOffset Now)
{
    /// <summary>The range that status and page show too; null: nothing is foreseen, or nothing is left.</summary>
    public RunwayRange? Runway => Balance is { IsPositive: true } balance
        ? FlooredRunway.Of(Foresight.Runway, AbnormalSpend.NewFloor(State.History, State.Told), balance, State.History.KnownUntil, Now) : null;

    public string? Why => Foresight.Why ?? (Balance is null ? "no grant is declared, or no costs have been read yet" : null);

    /// <summary>The balance on each evening ahead; empty where it is unknown or nothing is foreseen.</summary>
    public ImmutableArray<CreditEvening> Evenings(int days) =>
        Balance is null || Foresight.Spend is not { } spend ? [] : spend.Evenings(Foresight.Ahead, Organization.BurnOrder, Math.Min(days, spend.Horizon));
}

/// <summary>Reckons forecasts when they are asked for: one storage read, nothing written.</summary>
internal sealed class ForecastView(MonitorSettings settings, IMonitorStore store, TimeProvider clock)
{
    public const int UsualDays = 90;

    public const int MostDays = 730;

    /// <returns>Null when that organization is not configured.</returns>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<CreditPicture?> ReadAsync(string organizationId, CancellationToken cancellationToken)
    {
        if (settings.Find(organizationId) is not { } configured)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var state = (await store.ReadAsync(organizationId, cancellationToken)).State;
        var watched = configured.Watched(TimeSpan.FromHours(1));    // how often is polled makes no difference here
        var organization = watched with { Grants = state.Told.Merge(watched.Grants) };
        var facts = OrganizationLedger.Of(organization, state.History, now).Facts;
        var daily = CreditLedger.ReplayDaily(facts, now.AddTicks(1));
        var known = !organization.Grants.IsEmpty && state.Costs.LastOkAt is not null;
        return new CreditPicture(
            organization, state, daily, CreditForesight.Of(state.History, organization.Grants, organization.BurnOrder, daily.State, now), known ? daily.State.Balance : null, now);
    }

    /// <param name="days">1 to <see cref="MostDays"/>: how far ahead single days are told.</param>
    public static ForecastBody BodyOf(CreditPicture picture, int days)
    {
        var (spend, known) = (picture.Foresight.Spend, picture.Balance is not null);
        var balances = picture.Evenings(days);
        return new ForecastBody(
            picture.Organization.Id, picture.Organization.Name, picture.Now, picture.State.Costs.LastOkAt, spend?.KnownUntil, spend?.HistoryDays, spend?.IsLittleHistory ?? false, picture.Foresight.Why,
            Rounded(spend?.PerDay), Rounded(spend?.PerDayThisWeek), picture.Balance?.Amount,
            picture.Balance is { IsPositive: false } ? RunwayBody.None : RunwayBody.Of(picture.Runway, picture.Why, picture.Now),
            spend is null ? [] : [.. spend.Evenings(Math.Min(days, spend.Horizon)).Select((day, at) => new ForecastDayBody(day.Day, Quantiles(day.P10, day.P50, day.P90), known ? Of(balances[at]) : null))],
            known ? [.. picture.Foresight.Ahead.Select(grant => Of(grant, picture.Foresight.Grants.GetValueOrDefault(grant.Id)))] : []);
    }

    private static QuantilesBody Of(CreditEvening evening) => Quantiles(evening.P10, evening.P50, evening.P90);

    private static QuantilesBody Quantiles(Usd p10, Usd p50, Usd p90) => new(Rounded(p10)!.Value, Rounded(p50)!.Value, Rounded(p90)!.Value);

    private static ForecastGrantBody Of(CreditGrant grant, GrantForesight? foreseen) => new(
        grant.Id, grant.Amount.Amount, grant.ExpiresAt == DateTimeOffset.MaxValue ? null : grant.ExpiresAt, foreseen?.ExpectedUnused.Amount, foreseen?.UnusedP10.Amount, foreseen?.UnusedP90.Amount,
        foreseen?.ProbabilityOfLoss, foreseen?.NeededPerDay?.Amount);

    /// <summary>An estimate is not known to fractions of a cent.</summary>
    private static decimal? Rounded(Usd? estimate) => estimate is { } known ? Math.Round(known.Amount, 2) : null;
}
