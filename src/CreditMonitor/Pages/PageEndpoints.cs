using System.Collections.Immutable;
using System.Text;
using CreditMonitor.Access;
using CreditMonitor.Forecasting;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CreditMonitor.Pages;

/// <summary>Whether what is shown is made up.</summary>
internal sealed record PageLook(bool IsSample);

/// <summary>The pages: made on the server, without scripts, encoded by Razor.</summary>
internal static class PageEndpoints
{
    private static readonly string Css = ReadCss();

    public static void MapPages(this WebApplication app)
    {
        app.MapGet("/app.css", () => Results.Text(Css, "text/css", Encoding.UTF8));
        app.MapGet("/", (HttpContext context, AccessGate gate, PageWriter pages, CancellationToken cancellationToken) => PageAsync(context, gate, pages, null, cancellationToken));
        app.MapGet("/organizations/{org}", (string org, HttpContext context, AccessGate gate, PageWriter pages, CancellationToken cancellationToken) => PageAsync(context, gate, pages, org, cancellationToken));
    }

    /// <summary>Without access no storage is read: under the Functions host this address is probed every few milliseconds.</summary>
    private static async Task<IResult> PageAsync(HttpContext context, AccessGate gate, PageWriter pages, string? org, CancellationToken cancellationToken)
    {
        Protect(context.Response.Headers);
        if (!gate.Admits(context, AccessScope.Read))
        {
            return await pages.NoticeAsync("Not signed in", "Balances are confidential. Call with an access key in the x-functions-key header, or open this page on the machine that runs the monitor.", StatusCodes.Status401Unauthorized);
        }

        try
        {
            return (org is null ? await pages.FleetAsync(cancellationToken) : await pages.OrganizationAsync(org, cancellationToken))
                ?? await pages.NoticeAsync("Not found", "No such organization is watched here.", StatusCodes.Status404NotFound);
        }
        catch (StoreException e)
        {
            return await pages.NoticeAsync("The store cannot be read", e.Message, StatusCodes.Status503ServiceUnavailable);
        }
    }

    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
    }

    private static string ReadCss()
    {
        using var css = typeof(PageEndpoints).Assembly.GetManifestResourceStream("app.css")!;
        using var reader = new StreamReader(css, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

/// <summary>Renders pages to text.</summary>
internal sealed class PageWriter(HtmlRenderer renderer, StatusView status, ForecastView forecasts, PageLook look, TimeProvider clock)
{
    public async Task<IResult?> FleetAsync(CancellationToken cancellationToken) =>
        await RenderAsync<FleetPage>(new() { ["Model"] = new FleetPageModel((await status.ReadAsync(null, cancellationToken))!, clock.GetUtcNow(), look.IsSample) }, StatusCodes.Status200OK);

    /// <returns>Null when that organization is not configured.</returns>
    public async Task<IResult?> OrganizationAsync(string org, CancellationToken cancellationToken)
    {
        if (await status.ReadAsync(org, cancellationToken) is not { } answer || await forecasts.ReadAsync(org, cancellationToken) is not { } picture)
        {
            return null;
        }

        var model = new OrganizationPageModel(answer.Body.Organizations[0], answer.Body.AsOf, FanChart.Of(picture), picture.Now, look.IsSample);
        return await RenderAsync<OrganizationPage>(new() { ["Model"] = model }, StatusCodes.Status200OK);
    }

    public Task<IResult> NoticeAsync(string heading, string text, int code) =>
        RenderAsync<NoticePage>(new() { ["Heading"] = heading, ["Text"] = text }, code);

    /// <param name="organizations">Empty: their names are not for this caller.</param>
    public Task<IResult> SubscribeAsync(ImmutableArray<(string Id, string Name)> organizations, ImmutableArray<string> faults, int code) =>
        RenderAsync<SubscribePage>(new() { ["Organizations"] = organizations, ["Faults"] = faults }, code);

    public Task<IResult> SubscriptionAsync(SubscriptionPageModel model) =>
        RenderAsync<SubscriptionPage>(new() { ["Model"] = model }, model.Faults.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private async Task<IResult> RenderAsync<TPage>(Dictionary<string, object?> parameters, int code)
        where TPage : IComponent
    {
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        return Results.Content(html, "text/html", Encoding.UTF8, code);
    }
}
