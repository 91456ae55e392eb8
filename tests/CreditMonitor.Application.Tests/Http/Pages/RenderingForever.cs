using CreditMonitor.Application.Tests.Delivery.Mail;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Delivery;
using CreditMonitor.Http.Access;
using CreditMonitor.Http.Pages;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Http.Pages;

/// <summary>Runs while no other test does: it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(RenderingForever), DisableParallelization = true)]
[Collection(nameof(RenderingForever))]
public sealed class RenderingForever : IAsyncLifetime
{
    private const int MostGrowth = 4 * 1024 * 1024;

    private static readonly PageVisitor Visitor = new("a visitor of the tests", MayWrite: true, HasSession: true, "form-token");

    private AServedWorld _served = null!;

    private PageWriter Pages => _served.App.Services.GetRequiredService<PageWriter>();

    public async ValueTask InitializeAsync() => _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Ten_thousand_pages_leave_nothing_in_memory() => Assert.InRange(await GrowthAsync(10_000, PageAsync), long.MinValue, MostGrowth);

    [Fact]
    public async Task Two_thousand_emails_leave_nothing_in_memory()
    {
        var composer = _served.App.Services.GetRequiredService<IMailComposer>();
        var messages = AMail.Messages([AMail.Event(), AMail.Event(AlertKind.CreditExpiring), AMail.Event(AlertKind.Overdrawn, AlertEventKind.Resolved)]);

        Assert.InRange(await GrowthAsync(2_000, _ => composer.ComposeAsync(_served.World.Organization, messages)), long.MinValue, MostGrowth);
    }

    /// <summary>As anybody may ask for them, and now and then as somebody who is signed in.</summary>
    private Task PageAsync(int number) => (number % 20) switch
    {
        0 => (Task)Pages.OrganizationAsync(new OrganizationAsk("acme", null, null, null), Visitor, CancellationToken.None),
        1 => Pages.FleetAsync(Visitor, CancellationToken.None),
        2 => Pages.SubscribeAsync([("acme", "Acme")], ["address is missing."], 400, Visitor),
        < 12 => Pages.SignInAsync(new SignInModel("No such access key.", "/", AsksAgain: false)),
        _ => Pages.NoticeAsync("Not found", $"No such organization is watched here: {number}.", 404),
    };

    /// <summary>The first tenth fills caches.</summary>
    private static async Task<long> GrowthAsync(int times, Func<int, Task> render)
    {
        for (var number = 0; number < times / 10; number++)
        {
            await render(number);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = times / 10; number < times; number++)
        {
            await render(number);
        }

        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }
}
