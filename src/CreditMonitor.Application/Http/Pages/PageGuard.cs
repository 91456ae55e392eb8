using CreditMonitor.Http.Access;
using CreditMonitor.Http.Api;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Pages;

/// <summary>Stands before every page: a stranger gets the form for signing in and nothing is read from the store; nothing is acted upon that was not sent from our own form by somebody who may write.</summary>
internal static class PageGuard
{
    /// <param name="answer">Null: there is no such page.</param>
    public static async Task<IResult> ShowAsync(HttpContext context, Func<PageVisitor, Task<IResult?>> answer)
    {
        Protect(context.Response.Headers);
        var pages = PagesOf(context);
        try
        {
            return VisitorOf(context) is not { } visitor ? await StrangerAsync(context)
                : await answer(visitor) ?? await pages.NoticeAsync("Not found", "No such organization is watched here.", StatusCodes.Status404NotFound, visitor);
        }
        catch (StoreException e)
        {
            return await pages.NoticeAsync("The store cannot be read", e.Message, StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <param name="mostBytes">A larger form is refused before it is read to its end.</param>
    /// <param name="act">Null: there is no such organization.</param>
    public static async Task<IResult> ActAsync(HttpContext context, string org, int mostBytes, Func<Sent, Task<IResult?>> act)
    {
        Protect(context.Response.Headers);
        var pages = PagesOf(context);
        if (VisitorOf(context) is not { } visitor)
        {
            return await StrangerAsync(context);
        }

        if (!visitor.MayWrite)
        {
            return await pages.NoticeAsync("Not allowed", $"{visitor.Name} may read and not write; sign in with an access key whose Scope is write.", StatusCodes.Status403Forbidden, visitor);
        }

        var read = await context.ReadFormAsync(mostBytes, context.RequestAborted);
        if (read.Form is not { } form)
        {
            return await pages.NoticeAsync("Nothing was kept", NoForm(read, mostBytes), read.Status, visitor);
        }

        if (!AccessOf(context).IsFormOf(context, form[PageAccess.FormField]))
        {
            return await pages.NoticeAsync("Nothing was kept", "The form was opened too long ago, or by another session; open the page again and repeat it.", StatusCodes.Status400BadRequest, visitor);
        }

        try
        {
            return (context.RequestServices.GetRequiredService<MonitorSettings>().Find(org) is { } organization ? await act(new Sent(organization, form, visitor)) : null)
                ?? await pages.NoticeAsync("Not found", "No such organization is watched here.", StatusCodes.Status404NotFound, visitor);
        }
        catch (StoreException e)
        {
            return await pages.NoticeAsync("Nothing was kept", e.Message, StatusCodes.Status503ServiceUnavailable, visitor);
        }
    }

    public static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";    // with no-referrer browsers send a form's Origin as null
        headers.CacheControl = "no-store";
    }

    public static PageVisitor? VisitorOf(HttpContext context) => AccessOf(context).VisitorOf(context);

    /// <summary>What is wrong with what was sent in place of a form.</summary>
    public static string NoForm(FormRead read, int mostBytes) => read.IsTooLarge
        ? $"What was sent is larger than {mostBytes / 1024} KiB; send fewer files at once, or a shorter time."
        : "What was sent is no form of these pages, or broke off; open the page again and repeat it.";

    /// <summary>A cookie that is for this site alone is not sent when a link in a mail led here; asking once more from here sends it.</summary>
    private static Task<IResult> StrangerAsync(HttpContext context) => AccessOf(context).HasKeys
        ? PagesOf(context).SignInAsync(new SignInModel(null, ReturnPath.Of(context.Request.Path), HttpMethods.IsGet(context.Request.Method) && context.Request.Headers["Sec-Fetch-Site"] == "cross-site"))
        : PagesOf(context).NoticeAsync("Not signed in", context.Part<AccessGate>().ProxyRefusal(context.Request) ?? "Balances are confidential, and no access key is configured: open this page on the machine that runs the monitor, or set CreditMonitor:Access:Keys.", StatusCodes.Status401Unauthorized);

    private static PageAccess AccessOf(HttpContext context) => context.RequestServices.GetRequiredService<PageAccess>();

    private static PageWriter PagesOf(HttpContext context) => context.RequestServices.GetRequiredService<PageWriter>();
}

/// <summary>A form of ours, sent by somebody who may write.</summary>
internal sealed record Sent(OrganizationSettings Organization, IFormCollection Form, PageVisitor Visitor)
{
    /// <returns>Null: not sent, or empty.</returns>
    public string? Text(string field) => Form[field] is [{ } text] && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}

/// <summary>Where signing in leads back to: our own pages alone.</summary>
internal static class ReturnPath
{
    public static string Of(string? path) => path is not null && path.StartsWith("/organizations/", StringComparison.Ordinal) && path.Length < 60 && path[15..].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') ? path : "/";
}
