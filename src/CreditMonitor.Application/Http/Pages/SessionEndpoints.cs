using CreditMonitor.Core.Text;
using CreditMonitor.Http.Access;
using CreditMonitor.Http.Api;

namespace CreditMonitor.Http.Pages;

/// <summary>An access key is typed once, and exchanged for a session.</summary>
internal static class SessionEndpoints
{
    private const int MostBytes = 16 * 1024;

    public static void MapSession(this IEndpointRouteBuilder app)
    {
        app.MapGet("/session/sign-in", (HttpContext context, PageAccess access, PageWriter pages) => ShowAsync(context, access, pages));
        app.MapPost("/session/sign-in", (HttpContext context, PageAccess access, PageWriter pages) => SignInAsync(context, access, pages));
        app.MapPost("/session/sign-out", (HttpContext context, PageAccess access, PageWriter pages) => SignOutAsync(context, access, pages));
    }

    private static Task<IResult> ShowAsync(HttpContext context, PageAccess access, PageWriter pages)
    {
        PageGuard.Protect(context.Response.Headers);
        return access.HasKeys ? pages.SignInAsync(new SignInModel(null, "/", false))
            : pages.NoticeAsync("Nothing to sign in with", "No access key is configured here; whoever runs the monitor sets CreditMonitor:Access:Keys.", StatusCodes.Status404NotFound);
    }

    /// <summary>The key is neither kept nor shown again.</summary>
    private static async Task<IResult> SignInAsync(HttpContext context, PageAccess access, PageWriter pages)
    {
        PageGuard.Protect(context.Response.Headers);
        var read = access.IsFromElsewhere(context.Request) ? new FormRead(null, StatusCodes.Status401Unauthorized)
            : await context.ReadFormAsync(MostBytes, context.RequestAborted);
        var next = ReturnPath.Of(read.Form?["next"]);
        if (read.Form is not { } form)
        {
            return await pages.SignInAsync(new SignInModel("Sign in with the form of this page.", next, false), read.Status);
        }

        return access.SignIn(context, form["key"].ToString().Trim()) switch
        {
            SignIn.Done => Elsewhere(next),
            SignIn.TooMany(var wait) => await TooManyAsync(context, pages, next, wait),
            _ => await pages.SignInAsync(new SignInModel("No such access key is configured here; copy it whole, from where CreditMonitor:Access:Keys is set.", next, false)),
        };
    }

    private static Task<IResult> TooManyAsync(HttpContext context, PageWriter pages, string next, TimeSpan wait)
    {
        var seconds = RetryAfter.Say(context.Response, wait);
        return pages.SignInAsync(new SignInModel($"Too many keys were tried; try again in {When.Count(seconds, "second")}.", next, false), StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, PageAccess access, PageWriter pages)
    {
        PageGuard.Protect(context.Response.Headers);
        var read = await context.ReadFormAsync(MostBytes, context.RequestAborted);
        if (read.Form is not { } form)
        {
            return await pages.NoticeAsync("Still signed in", PageGuard.NoForm(read, MostBytes), read.Status);
        }

        if (!access.IsFormOf(context, form[PageAccess.FormField]))
        {
            return await pages.NoticeAsync("Still signed in", "The form was opened too long ago, or by another session; open the page again and repeat it.", StatusCodes.Status400BadRequest);
        }

        access.SignOut(context);
        return Elsewhere("/");
    }

    /// <summary>303: what follows is a GET, whatever was sent, and going back repeats nothing.</summary>
    public static IResult Elsewhere(string path) => new SeeOther(path);

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
