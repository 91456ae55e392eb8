using System.Text;
using CreditMonitor.Http.Pages.Import;

namespace CreditMonitor.Http.Pages;

/// <summary>The pages: made on the server, without scripts, encoded by Razor.</summary>
internal static class PageEndpoints
{
    private static readonly string Css = ReadCss();

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapGet("/app.css", () => Results.Text(Css, "text/css", Encoding.UTF8));
        app.MapGet("/", (HttpContext context, PageWriter pages, CancellationToken cancellationToken) =>
            PageGuard.ShowAsync(context, visitor => pages.FleetAsync(visitor, cancellationToken)));
        app.MapGet("/organizations/{org}", (string org, HttpContext context, PageWriter pages, CancellationToken cancellationToken) =>
            PageGuard.ShowAsync(context, visitor => pages.OrganizationAsync(new OrganizationAsk(org, context.Request.Query["month"].FirstOrDefault(), context.Request.Query["said"].FirstOrDefault(), null), visitor, cancellationToken)));
        app.MapSession();
        app.MapWords();
        app.MapImport();
    }

    private static string ReadCss()
    {
        using var css = typeof(PageEndpoints).Assembly.GetManifestResourceStream("app.css")!;
        using var reader = new StreamReader(css, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
