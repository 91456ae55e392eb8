using System.Net;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Http.Access;
using Microsoft.AspNetCore.Http;

namespace CreditMonitor.Application.Tests.Http.Pages;

/// <content>Forms with something missing or wrong in them, and files.</content>
public sealed partial class SessionsOverHttp
{
    [Theory]
    [InlineData("alerts/acknowledge", "reason", "", "reason is expected")]
    [InlineData("alerts/silence", "until", "2031-01-01T00:00", "within 90 days")]
    [InlineData("charges/reject", "charge", "nothing", "has no charge nothing; the list of charges has those that it knows.")]
    [InlineData("alerts/reset", "alert", "nothing", "has no alert nothing; the list of alerts has those that it knows.")]
    public async Task What_is_missing_is_said_on_the_page_and_nothing_is_kept(string path, string field, string value, string expected)
    {
        var (cookie, token) = await WriterAsync();
        var alert = Regex.Match((await GetAsync(cookie)).Html, "name=\"alert\" value=\"([^\"]+)\"").Groups[1].Value;
        var fields = new[] { ("alert", WebUtility.HtmlDecode(alert)), ("reason", "y"), (PageAccess.FormField, token) }.Where(known => known.Item1 != field).Append((field, value)).ToArray();

        var (code, html) = await ActAsync(cookie, path, fields);

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotMatch("creditmonitor [a-z]| --[a-z]", WithoutAlerts(html));
        Assert.Empty((await _served.Store.ReadToldAsync("acme", CancellationToken.None)).AlertActions);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_with_what_is_wrong_and_its_name_is_encoded()
    {
        var (cookie, token) = await WriterAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), PageAccess.FormField },
            { new StringContent("Date,Description,Amount\n03/04/2026,OPENAI,12.00\n"), "files", "<i>march.csv" },
        };

        var (code, html) = await SendAsync(cookie, "import", form);

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains("&lt;i&gt;march.csv: ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Day,Text,Sum\n1,2,3\n", " Day, Text, Sum; name its columns date, amount and description in the first line, or send the file as the bank gives it.")]
    [InlineData("one,two,three\nfour,five,six\n", "name its columns")]
    [InlineData("Date,Description,Amount\n01/02/2026,OPENAI,12.00\n", "choose the order of dates below.")]
    [InlineData("Date,Description,Amount\n2026-03-04,OPENAI,12.00\n", "say it below.")]
    public async Task What_is_wrong_with_a_file_is_said_in_words_of_the_form_and_not_of_the_command_line(string content, string expected)
    {
        var (cookie, token) = await WriterAsync();
        using var form = new MultipartFormDataContent { { new StringContent(token), PageAccess.FormField }, { new StringContent(content), "files", "march.csv" } };

        var (code, html) = await SendAsync(cookie, "import", form);

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains(expected, html, StringComparison.Ordinal);
        Assert.DoesNotMatch("creditmonitor [a-z]| --[a-z]", html);
    }

    [Fact]
    public async Task Stale_figures_and_parked_mails_are_told_to_whoever_looks_and_not_to_a_shell()
    {
        var (cookie, _) = await WriterAsync();
        await _served.Store.WriteMailAsync("acme", MailStanding.AllDelivered with { Parked = 1, LastFailure = "The address is refused." }, CancellationToken.None);
        _served.World.Clock.Now += TimeSpan.FromHours(5);
        var (_, html) = await GetAsync(cookie);

        Assert.Contains("The figures are stale", html, StringComparison.Ordinal);
        Assert.Contains("Parked mails go out once whoever runs the monitor has them tried again.", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("creditmonitor [a-z]| --[a-z]", WithoutAlerts(html));
    }

    [Fact]
    public async Task Files_larger_than_a_mebibyte_are_refused()
    {
        var (cookie, token) = await WriterAsync();
        using var form = new MultipartFormDataContent { { new StringContent(token), PageAccess.FormField }, { new ByteArrayContent(new byte[1024 * 1024 + 1]), "files", "large.csv" } };

        var (code, html) = await SendAsync(cookie, "import", form);

        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains("larger than 1 MiB together", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_of_almost_a_mebibyte_is_shown_and_kept_and_keeping_it_again_adds_nothing()
    {
        var (cookie, token) = await WriterAsync();
        var rows = Enumerable.Range(0, 12_800).Select(number => $"03/04/2026,03/05/2026,GROCER {number} SOMEWHERE IN TOWN,Shopping,Sale,-{number}.00,");
        var statement = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.44,\n" + string.Join('\n', rows);
        Assert.InRange(statement.Length, 900 * 1024, 1024 * 1024);
        using var form = new MultipartFormDataContent { { new StringContent(token), PageAccess.FormField }, { new StringContent(statement), "files", "year.csv" } };

        var (shown, html) = await SendAsync(cookie, "import", form);
        Assert.Equal(HttpStatusCode.OK, shown);
        Assert.Contains("year.csv, line 4: not OpenAI", html, StringComparison.Ordinal);
        var content = Regex.Match(html, "name=\"content\" value=\"([^\"]+)\"").Groups[1].Value;
        foreach (var expected in new[] { "1 new", "1 known already" })
        {
            var (kept, answer) = await ActAsync(cookie, "import/keep", (PageAccess.FormField, token), ("name", "year.csv"), ("content", content));
            Assert.Equal(HttpStatusCode.OK, kept);
            Assert.Contains(expected, answer, StringComparison.Ordinal);
        }

        Assert.Single((await _served.Store.ReadToldAsync("acme", CancellationToken.None)).CardCharges);
    }
}
