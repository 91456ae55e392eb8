using System.Collections.Immutable;
using System.Text;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Http.Access;
using CreditMonitor.Http.Pages.Import;
using CreditMonitor.Status;
using Microsoft.AspNetCore.Components;

namespace CreditMonitor.Http.Pages;

/// <summary>Whether what is shown is made up.</summary>
internal sealed record PageLook(bool IsSample);

/// <summary>What stands around every page.</summary>
/// <param name="Visitor">Null: a stranger, or a page that is for everybody.</param>
/// <param name="OffersSignIn">There are keys to sign in with.</param>
public sealed record PageSurroundings(bool IsSample, PageVisitor? Visitor, bool OffersSignIn);

/// <summary>Renders pages to text.</summary>
internal sealed class PageWriter(RazorText razor, StatusView status, OrganizationView organizations, PageLook look, PageAccess access, TimeProvider clock)
{
    public async Task<IResult?> FleetAsync(PageVisitor visitor, CancellationToken cancellationToken) =>
        await RenderAsync<FleetPage>(visitor, new FleetPageModel((await status.ReadAsync(null, cancellationToken))!, clock.GetUtcNow()), StatusCodes.Status200OK);

    /// <returns>Null when that organization is not configured.</returns>
    public async Task<IResult?> OrganizationAsync(OrganizationAsk ask, PageVisitor visitor, CancellationToken cancellationToken) =>
        !OrganizationView.IsMonth(ask.Month, clock.GetUtcNow())
            ? await NoticeAsync("Not understood", "month is expected to be a UTC month that has begun, such as 2026-03.", StatusCodes.Status400BadRequest, visitor)
            : await organizations.ReadAsync(ask, cancellationToken) is not { } model ? null
            : await RenderAsync<OrganizationPage>(visitor, model, ask.Fault is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    public Task<IResult> ImportAsync(ImportPageModel model, PageVisitor visitor) =>
        RenderAsync<ImportPage>(visitor, model, model.Faults.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    /// <summary>With the code that tells programs, too, that they are not signed in.</summary>
    public Task<IResult> SignInAsync(SignInModel model, int code = StatusCodes.Status401Unauthorized) => RenderAsync<SignInPage>(null, model, code);

    public Task<IResult> NoticeAsync(string heading, string text, int code, PageVisitor? visitor = null) =>
        RenderAsync<NoticePage>(visitor, new NoticeModel(heading, text), code);

    /// <param name="organizations">Empty: their names are not for this caller.</param>
    public Task<IResult> SubscribeAsync(ImmutableArray<(string Id, string Name)> organizations, ImmutableArray<string> faults, int code, PageVisitor? visitor = null) =>
        RenderAsync<SubscribePage>(visitor, new SubscribeModel(organizations, faults, visitor?.FormToken ?? ""), code);

    public Task<IResult> SubscriptionAsync(SubscriptionPageModel model) =>
        RenderAsync<SubscriptionPage>(null, model, model.Faults.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private async Task<IResult> RenderAsync<TPage>(PageVisitor? visitor, object model, int code)
        where TPage : IComponent
    {
        var around = new PageSurroundings(look.IsSample, visitor, access.HasKeys);
        var html = await razor.RenderAsync<TPage>(new() { ["Model"] = model, ["Around"] = around });
        return Results.Content(html, "text/html", Encoding.UTF8, code);
    }
}
