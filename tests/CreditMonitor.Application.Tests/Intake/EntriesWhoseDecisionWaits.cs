using System.Net;
using System.Text;
using System.Text.Json;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Storage;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CreditMonitor.Application.Tests.Intake;

/// <summary>What was entered is kept first and decided upon second. Where the second fails, it is kept all the same, and the next poll
/// makes up for it.</summary>
public sealed class EntriesWhoseDecisionWaits
{
    private const string Refused = """{"id":"r1","at":"2026-03-10T11:59:00Z","code":"credit_balance_exhausted"}""";

    private TroubledRows _rows = null!;

    public static TheoryData<string> Troubles => ["store down", "bug", "timeout of our own", "row damaged"];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task An_entry_whose_decision_fails_is_kept_says_so_and_is_decided_upon_once_by_the_next_poll(string trouble)
    {
        await using var served = await StartedAsync();
        var before = served.Mails;
        _rows.Reading = from => Fail(from, trouble);

        var (code, body) = await PostAsync(served, "refusals", Refused);
        _rows.Reading = _ => { };

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("added", body.GetProperty("results")[0].GetProperty("result").GetString());
        var remark = Assert.Single(body.GetProperty("remarks").EnumerateArray().Select(remark => remark.GetString()));
        Assert.Equal("What you sent is kept. What follows from it is worked out at the next poll.", remark);
        Assert.Equal(before, served.Mails);

        Assert.Null((await served.PollAsync("next")).Error);
        Assert.Equal(before + 1, served.Mails);
        Assert.Single(await OpenAsync(served), kind => kind.Contains("refused", StringComparison.Ordinal));

        served.World.Clock.Now += TimeSpan.FromMinutes(20);
        await served.PollAsync("after");
        Assert.Equal(before + 1, served.Mails);
    }

    [Fact]
    public async Task Sent_again_while_the_decision_waits_it_is_known_and_nothing_is_doubled()
    {
        await using var served = await StartedAsync();
        _rows.Reading = from => Fail(from, "store down");
        await PostAsync(served, "refusals", Refused);

        var (code, body) = await PostAsync(served, "refusals", Refused);

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("unchanged", body.GetProperty("results")[0].GetProperty("result").GetString());
        Assert.Equal(0, body.GetProperty("remarks").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_subscription_that_is_ended_is_ended_though_what_follows_from_it_fails(string trouble)
    {
        await using var served = await StartedAsync();
        var created = await PostAsync(served, "/api/subscriptions", """{"address":"new@example.com","organization":"acme"}""");
        Assert.True(created.Code is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Created, $"{created}");
        var subscription = Assert.Single(await served.Store.ReadSubscriptionsAsync("acme", CancellationToken.None));
        _rows.Reading = from => Fail(from, trouble);

        var token = served.App.Services.GetRequiredService<TokenSigner>()
            .Sign(TokenPurpose.Unsubscribe, new TokenSubject("acme", subscription.Id), AWorld.Start.AddDays(1));
        using var answer = await served.Client.PostAsync($"/subscriptions/unsubscribe?token={token}", new StringContent(""));
        _rows.Reading = _ => { };

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var after = await served.Store.FindSubscriptionAsync("acme", subscription.Id, CancellationToken.None);
        Assert.Equal(SubscriptionStatus.Stopped, after!.Status);
    }

    private static void Fail(string from, string trouble)
    {
        if (from == TroubledRows.OfADecision)
        {
            throw trouble switch
            {
                "store down" => new StoreException("The store is down."),
                "bug" => new InvalidOperationException("a bug"),
                "row damaged" => new DamagedRowException("acme", "d.head"),
                _ => new TaskCanceledException("a deadline of the program's own"),
            };
        }
    }

    private async Task<AServedWorld> StartedAsync() =>
        await AServedWorld.StartAsync(new AWorld().Spending(4m, 30), over: engine => _rows = new TroubledRows(engine));

    private static async Task<(HttpStatusCode Code, JsonElement Body)> PostAsync(AServedWorld served, string path, string json)
    {
        var whole = path.StartsWith('/') ? path : $"/api/organizations/acme/{path}";
        using var answer = await served.Client.PostAsync(whole, new StringContent(json, Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private static async Task<IEnumerable<string>> OpenAsync(AServedWorld served) =>
        JsonDocument.Parse(await served.Client.GetStringAsync("/api/status/acme")).RootElement.GetProperty("organizations")[0]
            .GetProperty("open_alerts").EnumerateArray().Select(alert => alert.GetProperty("kind").GetString()!);
}
