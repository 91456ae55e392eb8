using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Core.Tests.Alerts;

public class ProviderLinksTests
{
    [Fact]
    public void Every_link_leads_to_the_provider_over_https_and_says_when_it_was_checked() => Assert.All(ProviderLinks.All, link =>
    {
        var url = new Uri(link.Url);
        Assert.Equal("https", url.Scheme);
        Assert.EndsWith(".openai.com", url.Host, StringComparison.Ordinal);
        Assert.True(link.CheckedOn > new DateOnly(2026, 1, 1));
    });

    [Fact]
    public void An_alert_about_a_lapse_names_the_page_and_the_rule_and_every_named_link_is_in_the_table()
    {
        Assert.NotNull(ProviderLinks.ActionOf(AlertKind.CreditExpiring));
        Assert.NotNull(ProviderLinks.TermsOf(AlertKind.CreditExpiring));
        Assert.All(Enum.GetValues<AlertKind>().SelectMany(kind => new[] { ProviderLinks.ActionOf(kind), ProviderLinks.TermsOf(kind) }).OfType<ProviderLink>(), link => Assert.Contains(link, ProviderLinks.All));
    }
}
