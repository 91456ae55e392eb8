using System.Text.Json.Serialization.Metadata;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Api;

/// <summary>What handlers of the API share.</summary>
internal static class ApiRequest
{
    public static T Part<T>(this HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    public static async Task<IResult> ForAsync(this HttpContext context, string org, Func<OrganizationSettings, Task<IResult>> answer) =>
        context.Part<MonitorSettings>().Find(org) is { } organization ? await answer(organization) : ApiProblem.NotWatched();

    /// <param name="list">Null: no entry has the key that the ask's <c>after</c> names.</param>
    public static Task<IResult> ListAsync<TBody>(this HttpContext context, string org, JsonTypeInfo<TBody> type, Func<OrganizationSettings, PageRequest, Task<TBody?>> list)
        where TBody : class => context.ListAsync(org, type, Asked<object>.For, (organization, ask, _) => list(organization, ask));

    /// <param name="choose">Which of the entries are meant, beside the page of them.</param>
    /// <inheritdoc cref="ListAsync{TBody}"/>
    public static Task<IResult> ListAsync<TBody, TChoice>(
        this HttpContext context, string org, JsonTypeInfo<TBody> type, Func<IQueryCollection, Asked<TChoice>> choose, Func<OrganizationSettings, PageRequest, TChoice, Task<TBody?>> list)
        where TBody : class
        where TChoice : class => context.ForAsync(org, async organization =>
        {
            var (page, choice) = (PageRequest.Read(context.Request.Query), choose(context.Request.Query));
            return page.Value is not { } ask || choice.Value is not { } chosen ? ApiProblem.NotUnderstood(string.Join(' ', choice.Faults.Concat(page.Faults)))
                : await list(organization, ask, chosen) is { } body ? new TaggedJson<TBody>(body, type)
                : ApiProblem.NotUnderstood(PageRequest.UnknownAfter);
        });
}
