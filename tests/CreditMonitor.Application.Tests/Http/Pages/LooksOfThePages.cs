using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Pages;

/// <summary>Every page by axe's rules, on a phone and in the dark.</summary>
[Trait("Needs", "browser")]
public sealed class LooksOfThePages(ABrowser browser) : IAsyncLifetime
{
    private const string Statement = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.44,\n03/05/2026,03/06/2026,OPENAI,Shopping,Sale,-77.00,\n";

    private static readonly string[] Paths = ["/", "/organizations/acme", "/organizations/acme?month=2026-02", "/organizations/acme?month=soon", "/organizations/nobody", "/subscriptions", "/session/sign-in"];

    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60));
        await _served.PostAsync("balance-readings", """{"amount":"12.00"}""");
        await _served.PostAsync("statements", Statement, "text/csv");
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Theory]
    [InlineData(1200, false)]
    [InlineData(1200, true)]
    [InlineData(320, false)]
    [InlineData(320, true)]
    public async Task No_page_breaks_a_rule_of_axe_nor_scrolls_sideways(int width, bool dark)
    {
        var axe = await File.ReadAllTextAsync(AxeFile());
        var tab = await SignedInAsync(width, dark);

        foreach (var path in Paths)
        {
            await tab.GoAsync(path);
            await OpenAllAsync(tab);
            await HoldsAsync(tab, axe, $"{path} at {width} px, {(dark ? "dark" : "light")}");
        }

        await PreviewAsync(tab);
        await HoldsAsync(tab, axe, $"an import's preview at {width} px");
    }

    [Fact]
    public async Task In_the_dark_the_page_is_dark()
    {
        Assert.True(await BrightnessAsync(dark: false) > 200);
        Assert.True(await BrightnessAsync(dark: true) < 60);
    }

    [Fact]
    public async Task Headings_follow_one_another_and_every_field_has_a_label_and_an_id_of_its_own()
    {
        var tab = await SignedInAsync(1200, dark: false);
        await tab.GoAsync("/organizations/acme");

        Assert.Equal("", await tab.TextOfAsync("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1]).filter((level, at, all) => at > 0 && level > all[at - 1] + 1).join()"));
        Assert.Equal("", await tab.TextOfAsync("[...document.querySelectorAll('input:not([type=hidden]),select,textarea')].filter(field => field.labels.length !== 1).map(field => field.outerHTML).join()"));
        Assert.Equal("", await tab.TextOfAsync("[...document.querySelectorAll('[id]')].map(one => one.id).filter((id, at, all) => all.indexOf(id) !== at).join()"));
    }

    private async Task<ATab> SignedInAsync(int width, bool dark)
    {
        var tab = await browser.OpenAsync(_served.Client.BaseAddress!, width, dark);
        await tab.GoAsync("/");
        await tab.TypeAsync("#key", AServedWorld.Key);
        await tab.FollowAsync("main button");
        return tab;
    }

    private static async Task OpenAllAsync(ATab tab) => await tab.EvaluateAsync("document.querySelectorAll('details').forEach(one => one.open = true)");

    private static async Task HoldsAsync(ATab tab, string axe, string where)
    {
        Assert.True((await tab.EvaluateAsync("document.documentElement.scrollWidth <= document.documentElement.clientWidth")).GetBoolean(),
            $"{where} scrolls sideways: {await tab.TextOfAsync("[...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !one.closest('.scroll')).slice(0, 5).map(one => one.outerHTML.slice(0, 120)).join(' | ')")}");
        await tab.EvaluateAsync(axe);
        var broken = await tab.TextOfAsync("axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations.map(rule => rule.id + ': ' + rule.nodes.map(node => node.html.slice(0, 160) + ' ' + node.failureSummary).join(' | ')).join('\\n'))");
        Assert.True(broken.Length == 0, $"{where}: {broken}");
    }

    private static async Task PreviewAsync(ATab tab)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        await File.WriteAllTextAsync(file, Statement.Replace("-77.00", "-78.00", StringComparison.Ordinal));
        await tab.GoAsync("/organizations/acme");
        await tab.ChooseFilesAsync("#files", file);
        await tab.FollowAsync("#import button");
        File.Delete(file);
    }

    /// <summary>0 to 255, of what lies behind the text.</summary>
    private async Task<double> BrightnessAsync(bool dark)
    {
        var tab = await browser.OpenAsync(_served.Client.BaseAddress!, dark: dark);
        await tab.GoAsync("/");
        return (await tab.EvaluateAsync("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0) / 3")).GetDouble();
    }

    private static string AxeFile()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tests/node_modules/axe-core/axe.min.js") is var file && File.Exists(file))
            {
                return file;
            }
        }

        Assert.Fail("axe-core is not installed in tests/node_modules; run ./build, which installs what the tests need.");
        return "";
    }
}
