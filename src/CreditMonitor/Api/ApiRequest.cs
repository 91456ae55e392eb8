using System.Text.Json.Serialization.Metadata;
using CreditMonitor.Settings;

namespace CreditMonitor.Api;

/// <summary>What handlers of the API share.</summary>
internal static class ApiRequest
{
    public static T Part<T>(this HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    public static async Task<IResult> ForAsync(this HttpContext context, string org, Func<OrganizationSettings, Task<IResult>> answer) =>
        context.Part<MonitorSettings>().Find(org) is { } organization ? await answer(organization) : ApiProblem.NotWatched();

    /// <param name="list">Null: no entry has the key that the ask's <c>after</c> names.</param>
    public static Task<IResult> ListAsync<TBody>(this HttpContext context, string org, JsonTypeInfo<TBody> type, Func<OrganizationSettings, PageAsk, Task<TBody?>> list)
        where TBody : class => context.ForAsync(org, async organization => PageAsk.Read(context.Request.Query) switch
        {
            ({ } ask, _) => await list(organization, ask) is { } body ? new TaggedJson<TBody>(body, type) : ApiProblem.NotUnderstood(PageAsk.UnknownAfter),
            (_, var fault) => ApiProblem.NotUnderstood(fault!),
        });
}
