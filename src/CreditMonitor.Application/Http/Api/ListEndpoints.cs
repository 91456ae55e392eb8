using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary>History and detail: <c>GET /api/organizations/{org}/snapshots|grants|costs</c>.</summary>
internal static class ListEndpoints
{
    /// <summary>Digits of a snapshot's place in the order, as the store gives them for <c>next</c>.</summary>
    private const int CursorDigits = 19;

    public static void MapLists(this IEndpointRouteBuilder app)
    {
        var organization = app.MapGroup("/api/organizations/{org}");
        organization.MapGet("/snapshots", (string org, HttpContext context, CancellationToken cancellationToken) => context.ListAsync(org, ListJson.Default.SnapshotsBody, (one, ask) => SnapshotsAsync(context, one, ask, cancellationToken)))
            .Offer(List("listSnapshots", "What was believed at each poll, newest first.", ApiAnswer.Json("A page of snapshots.", ListJson.Default.SnapshotsBody)));
        organization.MapGet("/grants", (string org, HttpContext context, CancellationToken cancellationToken) => context.ListAsync(org, ListJson.Default.GrantsBody, (one, ask) => GrantsAsync(context, one, ask, cancellationToken)))
            .Offer(List("listGrants", "Every grant that is known, with what remains of it, when it lapses and where it is known from.", ApiAnswer.Json("A page of grants.", ListJson.Default.GrantsBody)));
        organization.MapGet("/costs", (string org, HttpContext context, CancellationToken cancellationToken) => context.ListAsync(org, ListJson.Default.CostsBody, DayRange.Read, (one, ask, days) => CostsAsync(context, one, ask, days, cancellationToken)))
            .Offer(List("listCosts", "Costs by UTC day, newest first, by project and line item where that is known.", ApiAnswer.Json("A page of days.", ListJson.Default.CostsBody)) with { Query = [.. DayRange.Parameters, .. PageRequest.Parameters] });
    }

    private static ApiOperation List(string id, string summary, ApiAnswer answer) => new(id, summary, AccessScope.Read) { Query = PageRequest.Parameters, Answer = answer, Tagged = true };

    private static async Task<SnapshotsBody?> SnapshotsAsync(HttpContext context, OrganizationSettings organization, PageRequest ask, CancellationToken cancellationToken)
    {
        if (ask.After is { } after && (after.Length != CursorDigits || !after.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var page = await context.Part<IMonitorStore>().ReadSnapshotsAsync(organization.Id, ask.Limit, ask.After, cancellationToken);
        return new SnapshotsBody([.. page.Snapshots.Select(SnapshotBody.Of)], page.Next);
    }

    private static async Task<GrantsBody?> GrantsAsync(HttpContext context, OrganizationSettings organization, PageRequest ask, CancellationToken cancellationToken)
    {
        var store = context.Part<IMonitorStore>();
        var told = await store.ReadToldAsync(organization.Id, cancellationToken);
        var row = (await store.ReadFleetAsync(cancellationToken)).FirstOrDefault(row => row.Id == organization.Id && row.WasPolled);
        var reckoned = (row?.Latest.Grants ?? []).ToDictionary(grant => grant.Id, StringComparer.Ordinal);
        var sources = told.Grants.ToDictionary(fact => fact.Grant.Id, fact => new GrantSourceBody("told", fact.ToldBy, fact.ToldAt), StringComparer.Ordinal);
        var all = told.Merge(organization.Grants).OrderByDescending(grant => grant.EffectiveAt).ThenBy(grant => grant.Id, StringComparer.Ordinal).ToList();
        return ask.Of(all, grant => grant.Id) is not { } page ? null : new GrantsBody(
            row?.At, row?.CostsAsOf, [.. page.Entries.Select(grant => HeldGrantBody.Of(grant, reckoned.GetValueOrDefault(grant.Id), sources.GetValueOrDefault(grant.Id) ?? new GrantSourceBody("configuration", null, null)))], page.Next);
    }

    private static async Task<CostsBody?> CostsAsync(HttpContext context, OrganizationSettings organization, PageRequest ask, DayRange days, CancellationToken cancellationToken)
    {
        var store = context.Part<IMonitorStore>();
        var state = (await store.ReadAsync(organization.Id, cancellationToken)).State;
        if (ask.Of([.. state.History.Days.Values.Where(day => days.Holds(day.Day)).Reverse()], day => InstantText.Format(day.Day)) is not { } page)
        {
            return null;
        }

        var rows = page.Entries.IsEmpty ? [] : await store.ReadBreakdownsAsync(organization.Id, state.History, page.Entries[^1].Day, page.Entries[0].Day, cancellationToken);
        var byDay = rows.ToDictionary(day => day.Day);
        return new CostsBody(state.Costs.LastOkAt, [.. page.Entries.Select(day => BodyOf(day, byDay.GetValueOrDefault(day.Day)))], page.Next);
    }

    private static CostDayBody BodyOf(DayCost day, CostDay? breakdown) => new(
        day.Day, day.Amount.Amount, SnakeCase.Of(day.Quality), day.AsOf, breakdown is null ? null : [.. breakdown.Rows.Select(row => new CostRowBody(row.ProjectId, row.LineItem, row.Amount.Amount))]);
}
