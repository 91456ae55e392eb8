using CreditMonitor.Core.Records;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Pages;

/// <summary>The whole program on a real port, used in a real browser.</summary>
[Trait("Needs", "browser")]
public sealed class PagesInABrowser(ABrowser browser) : IAsyncLifetime
{
    private const string Statement = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.44,\n03/05/2026,03/06/2026,GROCER,Shopping,Sale,-77.00,\n";
    private const string Receipt = "Receipt from OpenAI, LLC\nPaid March 2, 2026\nInvoice number W4NJAXQX-0002\nReceipt number 2345-6789\nCredit purchase\nSubtotal $50.00\nTax $4.44\nAmount paid $54.44\n";

    private readonly string _files = Directory.CreateTempSubdirectory("credit-monitor-files-").FullName;
    private AServedWorld _served = null!;

    private Uri Site => _served.Client.BaseAddress!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));
        await _served.PostAsync("balance-readings", """{"amount":"12.00"}""");
        await File.WriteAllTextAsync(Path.Combine(_files, "march.csv"), Statement);
        await File.WriteAllTextAsync(Path.Combine(_files, "receipt.txt"), Receipt);
    }

    public async ValueTask DisposeAsync()
    {
        await _served.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    [Fact]
    public async Task A_first_visit_shows_the_form_alone_and_the_key_leads_to_the_page_that_was_asked_for()
    {
        var tab = await browser.OpenAsync(Site, scripts: false);

        await tab.GoAsync("/organizations/acme");
        Assert.DoesNotContain("Acme", await tab.TextOfAsync("document.documentElement.outerHTML"), StringComparison.Ordinal);
        await tab.TypeAsync("#key", "not-a-key-of-anybody");
        await tab.FollowAsync("main button");
        Assert.Contains("No such access key is configured here", await tab.TextAsync(), StringComparison.Ordinal);

        await tab.TypeAsync("#key", AServedWorld.ReadKey);
        await tab.FollowAsync("main button");
        Assert.Equal("/organizations/acme", await tab.TextOfAsync("location.pathname"));
        Assert.Contains("dashboard, may read", await tab.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("0", await tab.TextOfAsync("document.querySelectorAll('main form').length"));
        Assert.Equal("", await tab.TextOfAsync("document.cookie"));

        await tab.FollowAsync("header button");
        Assert.Contains("Sign in", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_shown_first_and_kept_on_the_second_word()
    {
        var tab = await SignedInAsync(scripts: false);

        await tab.ChooseFilesAsync("#files", Path.Combine(_files, "march.csv"), Path.Combine(_files, "receipt.txt"));
        await tab.FollowAsync("#import button");
        var shown = await tab.TextAsync();
        Assert.Contains("$54.44", shown, StringComparison.Ordinal);
        Assert.Contains("W4NJAXQX-0002", shown, StringComparison.Ordinal);
        Assert.Empty((await ToldAsync()).All.OfType<CardCharge>());

        await tab.FollowAsync("main form button");
        Assert.Contains("2 new", await tab.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("bot", Assert.Single((await ToldAsync()).CardCharges).ToldBy);
        await tab.GoAsync("/organizations/acme");
        Assert.Contains("receipt W4NJAXQX-0002 with $4.44 of tax", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_charge_is_confirmed_by_hand_and_that_is_taken_back()
    {
        await _served.PostAsync("statements", Statement, "text/csv");
        var tab = await SignedInAsync(scripts: false);

        await tab.ClickAsync("#charges summary");
        await tab.FollowAsync("#charges form[action$='/confirm'] button");
        Assert.Contains("Confirmed: your word stands.", await tab.TextAsync(), StringComparison.Ordinal);
        Assert.True(Assert.Single((await ToldAsync()).ChargeVerdicts).Confirmed);

        await tab.FollowAsync("#charges form[action$='/reset'] button");
        Assert.False(Assert.Single((await ToldAsync()).ChargeVerdicts).Confirmed);
    }

    [Fact]
    public async Task An_alert_is_acknowledged_with_a_reason_silenced_and_taken_back()
    {
        var tab = await SignedInAsync(scripts: false);

        await tab.ClickAsync("#alerts .forms summary");
        await tab.TypeAsync("#ack-0", "waiting for <b>support</b>");
        await tab.FollowAsync("#alerts form[action$='/acknowledge'] button");
        Assert.Contains("Acknowledged by bot", await tab.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("waiting for <b>support</b>", await tab.TextAsync(), StringComparison.Ordinal);

        await tab.FollowAsync("#alerts form[action$='/reset'] button");
        Assert.Equal(AlertActionKind.Withdrawn, Assert.Single((await ToldAsync()).AlertActions).Value.Word);

        await tab.ClickAsync("#alerts .forms summary");
        await tab.TypeAsync("#silence-0", "planned work");
        await tab.FollowAsync("#alerts form[action$='/silence'] button");
        Assert.Equal(AWorld.Start.AddDays(7), Assert.Single((await ToldAsync()).AlertActions).Value.Until);
    }

    [Fact]
    public async Task Whoever_may_write_subscribes_an_address_that_has_to_confirm()
    {
        var tab = await SignedInAsync(scripts: false);

        await tab.GoAsync("/subscriptions");
        await tab.TypeAsync("#address", "finance@example.org");
        await tab.FollowAsync("main button");

        Assert.Contains("Look into your mailbox", await tab.TextAsync(), StringComparison.Ordinal);
        Assert.Contains(await _served.Store.ReadSubscriptionsAsync("acme", CancellationToken.None), subscription => subscription.Address == "finance@example.org");
    }

    [Fact]
    public async Task An_earlier_month_is_one_link_away()
    {
        var tab = await SignedInAsync(scripts: false);

        await tab.FollowAsync("#month nav a");

        Assert.Equal("?month=2026-02", await tab.TextOfAsync("location.search"));
        Assert.Contains("Statement of February 2026", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keyboard_alone_signs_in_and_acknowledges_and_the_focus_is_always_seen()
    {
        var tab = await browser.OpenAsync(Site, scripts: false);
        await tab.GoAsync("/organizations/acme");
        await TabToAsync(tab, "#key");
        await tab.InsertAsync(AServedWorld.Key);
        await tab.LoadingByKeyAsync("Enter");

        await TabToAsync(tab, "#alerts .forms summary");
        await tab.PressAsync("Enter");
        await TabToAsync(tab, "#ack-0");
        await tab.InsertAsync("by keyboard");
        await tab.LoadingByKeyAsync("Enter");

        Assert.Contains("by keyboard", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_from_elsewhere_finds_the_session_although_the_browser_first_holds_it_back()
    {
        var tab = await SignedInAsync();

        await tab.GoAsync($"http://localhost:{Site.Port}/app.css");
        await tab.LeaveForAsync(new Uri(Site, "/organizations/acme"));

        await tab.UntilAsync("document.querySelector('#state') !== null");
        Assert.Equal("127.0.0.1", await tab.TextOfAsync("location.hostname"));
    }

    [Fact]
    public async Task The_first_stop_of_the_keyboard_skips_to_the_content()
    {
        var tab = await SignedInAsync();

        await tab.PressAsync("Tab");
        Assert.Equal("Skip to content", await tab.TextOfAsync("document.activeElement.innerText"));
        await tab.PressAsync("Enter");
        Assert.Equal("#content", await tab.TextOfAsync("location.hash"));
    }

    private async Task<ATab> SignedInAsync(bool scripts = true)
    {
        var tab = await browser.OpenAsync(Site, scripts: scripts);
        await tab.GoAsync("/organizations/acme");
        await tab.TypeAsync("#key", AServedWorld.Key);
        await tab.FollowAsync("main button");
        return tab;
    }

    private async Task<RecordBook> ToldAsync() => await _served.Store.ReadToldAsync("acme", CancellationToken.None);

    private static async Task TabToAsync(ATab tab, string selector)
    {
        for (var presses = 0; presses < 80; presses++)
        {
            await tab.PressAsync("Tab");
            Assert.True((await tab.EvaluateAsync("(() => { const style = getComputedStyle(document.activeElement); return document.activeElement === document.body || style.outlineStyle !== 'none'; })()")).GetBoolean(), await tab.TextOfAsync("document.activeElement.outerHTML"));
            if ((await tab.EvaluateAsync($"document.activeElement.matches(`{selector}`)")).GetBoolean())
            {
                return;
            }
        }

        Assert.Fail($"{selector} is not reached by Tab.");
    }
}
