using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CreditMonitor.Settings;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>What is no form, or breaks off within one, wherever a form is read.</summary>
public sealed class MalformedForms : IAsyncLifetime
{
    private const string Secret = "a-secret-part-of-the-hooks-address";
    private const string Multipart = "multipart/form-data; boundary=x";

    private readonly LogLines _lines = new();
    private AServedWorld _served = null!;

    public async ValueTask InitializeAsync()
    {
        _served = await AServedWorld.StartAsync(
            new AWorld().Spending(4m, 60), organization => organization with { Inbound = new InboundSettings(Secret, ["openai.com"]) }, access: all => all with { SubscriberDomains = ["example.com"] });
        _served.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(_lines);
    }

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Theory]
    [InlineData("/subscriptions")]
    [InlineData("/session/sign-in")]
    [InlineData("/session/sign-out")]
    [InlineData("/organizations/acme/import")]
    [InlineData("/organizations/acme/import/keep")]
    [InlineData("/organizations/acme/alerts/acknowledge")]
    [InlineData("/organizations/acme/charges/confirm")]
    [InlineData("/api/organizations/acme/statements")]
    [InlineData($"/hooks/sendgrid/inbound/{Secret}")]
    public async Task A_form_that_cannot_be_read_is_the_callers_fault_and_no_line_of_the_log(string path)
    {
        foreach (var (type, body) in Bodies())
        {
            using var content = new StringContent(body);
            content.Headers.ContentType = null;
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await _served.Client.PostAsync(path, content);

            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest || (body.Length > 16 * 1024 && answer.StatusCode == HttpStatusCode.RequestEntityTooLarge), $"{(int)answer.StatusCode} to {type[..Math.Min(type.Length, 80)]} at {path}");
        }

        Assert.Empty(_lines.Kept);
    }

    [Fact]
    public async Task Every_way_to_cut_or_scramble_a_form_ends_in_an_answer_below_500()
    {
        var random = new Random(11);
        var whole = Encoding.UTF8.GetBytes("--x\r\nContent-Disposition: form-data; name=\"address\"\r\n\r\nteam@example.com\r\n--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\nDate,Amount\r\n--x--\r\n");
        for (var round = 0; round < 200; round++)
        {
            var mutated = whole.ToArray();
            for (var change = 0; change < round % 5; change++)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            using var content = new ByteArrayContent(mutated, 0, random.Next(mutated.Length + 1));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(Multipart);
            using var answer = await _served.Client.PostAsync(round % 2 == 0 ? "/subscriptions" : "/api/organizations/acme/statements", content);
            Assert.InRange((int)answer.StatusCode, 200, 499);
        }

        Assert.Empty(_lines.Kept);
    }

    private static IEnumerable<(string Type, string Body)> Bodies()
    {
        yield return (Multipart, "garbage");
        yield return ("multipart/form-data", "--x\r\n\r\n--x--");
        yield return ($"multipart/form-data; boundary={new string('x', 200)}", "garbage");
        yield return (Multipart, string.Concat(Enumerable.Range(0, 1_200).Select(number => $"--x\r\nContent-Disposition: form-data; name=\"f{number}\"\r\n\r\n1\r\n")) + "--x--\r\n");
        yield return (Multipart, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nbroken o");
        yield return (Multipart, $"--x\r\nA: {new string('b', 40_000)}\r\n\r\n\r\n--x--\r\n");
        yield return (Multipart, string.Concat("--x\r\n", string.Concat(Enumerable.Repeat("A: b\r\n", 200)), "\r\n\r\n--x--\r\n"));
    }
}
