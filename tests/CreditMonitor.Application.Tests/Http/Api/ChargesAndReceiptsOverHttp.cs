using System.Net;
using System.Text.Json;
using CreditMonitor.Settings;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>Charges with their explanations, people's verdicts, and receipts as mail, over a real port.</summary>
public sealed class ChargesAndReceiptsOverHttp : IAsyncLifetime
{
    private const string Secret = "an-inbound-secret-of-the-tests";
    private const string Statement = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.44,\n03/05/2026,03/06/2026,OPENAI,Shopping,Sale,-77.00,\n";
    private const string Receipt = "Receipt from OpenAI, LLC\nPaid March 2, 2026\nInvoice number W4NJAXQX-0002\nReceipt number 2345-6789\nCredit purchase\nSubtotal $50.00\nTax $4.44\nAmount paid $54.44\n";

    private AServedWorld _served = null!;

    private HttpClient Client => _served.Client;

    public async ValueTask InitializeAsync() =>
        _served = await AServedWorld.StartAsync(new AWorld().Spending(4m, 60), organization => organization with { Inbound = new InboundSettings(Secret, ["openai.com", "finance@example.com"]) });

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task A_receipt_as_text_explains_its_charge_and_the_other_stays_unexplained()
    {
        await _served.PostAsync("statements", Statement, "text/csv");
        await _served.PostAsync("receipts", Receipt, "text/plain");

        Assert.Equal(["unexplained", "purchase"], (await ChargesAsync()).Select(charge => charge.GetProperty("label").GetString()));
    }

    [Fact]
    public async Task A_person_confirms_rejects_and_takes_back_and_every_word_is_audited()
    {
        await _served.PostAsync("statements", Statement, "text/csv");
        await _served.PostAsync("receipts", Receipt, "text/plain");
        var charges = await ChargesAsync();
        var (odd, bought) = (charges[0].GetProperty("id").GetString(), charges[1].GetProperty("id").GetString());

        await _served.PostAsync($"charges/{odd}/confirm", "");
        await _served.PostAsync($"charges/{bought}/reject", """{"record":"W4NJAXQX-0002"}""");
        Assert.Equal(["other_merchant", "unexplained"], (await ChargesAsync()).Select(charge => charge.GetProperty("label").GetString()));

        await _served.PostAsync($"charges/{odd}/reset", "");
        await _served.PostAsync($"charges/{bought}/confirm", """{"record":"W4NJAXQX-0002"}""");
        Assert.Equal(["unexplained", "purchase"], (await ChargesAsync()).Select(charge => charge.GetProperty("label").GetString()));
        Assert.Equal(6, (await _served.Store.ReadAuditAsync("acme", 50, CancellationToken.None)).Length);
    }

    [Theory]
    [InlineData("charges/nothing/confirm", "", "has no charge nothing")]
    [InlineData("receipts/nothing/confirm", "", "has no receipt nothing")]
    public async Task What_is_not_known_is_named(string path, string body, string expected)
    {
        var answer = await Client.PostAsync($"/api/organizations/acme/{path}", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_that_came_by_mail_is_claimed_and_explains_nothing_until_a_person_confirms_it()
    {
        await _served.PostAsync("statements", Statement, "text/csv");
        Assert.Equal(HttpStatusCode.NoContent, await MailAsync("OpenAI <noreply@openai.com>", "{@openai.com : pass}"));
        Assert.Equal(["unexplained", "unexplained"], (await ChargesAsync()).Select(charge => charge.GetProperty("label").GetString()));

        await _served.PostAsync("receipts/W4NJAXQX-0002/confirm", "");
        Assert.Equal(["unexplained", "purchase"], (await ChargesAsync()).Select(charge => charge.GetProperty("label").GetString()));

        Assert.Equal(HttpStatusCode.NoContent, await MailAsync("OpenAI <noreply@openai.com>", "{@openai.com : pass}", Receipt.Replace("54.44", "99.99", StringComparison.Ordinal)));
        Assert.Equal(54.44m, Assert.Single((await _served.Store.ReadToldAsync("acme", CancellationToken.None)).Receipts).Amount.Amount);
    }

    [Theory]
    [InlineData("noreply@openai.com", "{@openai.com : fail}")]
    [InlineData("noreply@openai.com", "{@evil.example : pass}")]
    [InlineData("noreply@openai.com.evil.example", "{@openai.com.evil.example : pass}")]
    [InlineData("other@example.com", "{@example.com : pass}")]
    [InlineData("not an address", "{@openai.com : pass}")]
    public async Task A_mail_from_elsewhere_is_dropped(string from, string dkim)
    {
        Assert.Equal(HttpStatusCode.NoContent, await MailAsync(from, dkim));
        Assert.Empty((await _served.Store.ReadToldAsync("acme", CancellationToken.None)).Receipts);
    }

    [Fact]
    public async Task Without_the_secret_there_is_nothing()
    {
        using var form = new MultipartFormDataContent { { new StringContent("x"), "text" } };

        Assert.Equal(HttpStatusCode.NotFound, (await Client.PostAsync("/hooks/sendgrid/inbound/another-secret-of-some-length", form)).StatusCode);
    }

    [Fact]
    public async Task A_month_is_explained_in_words_and_in_figures_that_add_up()
    {
        var body = JsonDocument.Parse(await Client.GetStringAsync("/api/organizations/acme/explanation?of=2026-03")).RootElement;
        decimal Of(string name) => decimal.Parse(body.GetProperty("statement").GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(Of("closing"), Of("opening") + Of("granted") - Of("covered") - Of("owed") - Of("expired") - Of("voided") - Of("refunded"));
        Assert.Contains("March 2026", body.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync("/api/organizations/acme/explanation?of=yesterday")).StatusCode);
    }

    private async Task<HttpStatusCode> MailAsync(string from, string dkim, string text = Receipt)
    {
        using var form = new MultipartFormDataContent { { new StringContent(from), "from" }, { new StringContent("Your receipt from OpenAI, LLC #2345-6789"), "subject" }, { new StringContent(text), "text" }, { new StringContent(dkim), "dkim" } };
        return (await Client.PostAsync($"/hooks/sendgrid/inbound/{Secret}", form)).StatusCode;
    }

    private async Task<List<JsonElement>> ChargesAsync() => [.. (await _served.GetAsync("charges")).GetProperty("charges").EnumerateArray()];
}
