using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Delivery;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Delivery.Mail;

/// <summary>Each kind of mail, word for word. With UPDATE_SNAPSHOTS=1 the files are written anew, to be read before they are kept.</summary>
public sealed class MailSnapshots
{
    private static readonly string Folder = Path.Combine(SourceFolder(), "Snapshots");

    [Theory]
    [InlineData("alert")]
    [InlineData("grouped")]
    [InlineData("resolved")]
    [InlineData("late")]
    [InlineData("blind")]
    [InlineData("confirmation")]
    [InlineData("confirmed-already")]
    [InlineData("digest")]
    [InlineData("digest-nothing")]
    [InlineData("reader-lost")]
    public async Task Every_kind_of_mail_says_what_it_said(string kind)
    {
        var mail = await ComposeAsync(kind);
        var headers = string.Join('\n', mail.Headers.Select(header => $"{header.Key}: {header.Value}"));
        var text = $"Subject: {mail.Subject}\n{headers}\nThread: {mail.Thread ?? "none"}\nAttachment: {mail.Attachment?.FileName ?? "none"}\n\n{mail.Text}";

        await SameAsync($"{kind}.txt", text);
        await SameAsync($"{kind}.html", mail.Html);
        Assert.InRange(mail.Html.Length, 1_000, 100_000);
        Assert.DoesNotContain("<img", mail.Html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_part_has_everything_that_the_html_part_has()
    {
        foreach (var kind in new[] { "alert", "late", "digest", "confirmation" })
        {
            var mail = await ComposeAsync(kind);
            var body = await AngleLessAsync(mail.Html);
            foreach (var sentence in body)
            {
                Assert.Contains(sentence, mail.Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Windows_of_one_grant_share_a_thread_with_its_end_and_a_mail_composed_again_is_the_same()
    {
        var raised = await ComposeAsync("alert");
        var resolved = await ComposeAsync("resolved");

        Assert.NotNull(raised.Thread);
        Assert.Equal(raised.Thread, resolved.Thread);
        var again = await ComposeAsync("alert");
        Assert.Equal((raised.MailId, raised.Html, raised.Text), (again.MailId, again.Html, again.Text));
    }

    private static Task<AlertMail> ComposeAsync(string kind)
    {
        using var world = new AWorld();
        var organization = world.Organization with { Name = "Acme Prod", TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York") };
        return AMail.ComposeAsync(organization, kind switch
        {
            "alert" => Messages(Expiring()),
            "grouped" => Messages(Expiring(), Low(), Spent()),
            "resolved" => Messages(Expiring() with { Kind = AlertEventKind.Resolved, Reason = NotifyReason.Resolved, Alert = Expiring().Alert with { ResolvedAt = AWorld.Start, Ending = "it was used up before the date" } }),
            "late" => Messages(Expiring() with { Kind = AlertEventKind.Reminded, Reason = NotifyReason.WindowTightened, Before = AWorld.Start.AddDays(-15), Alert = Expiring().Alert with { Earlier = [AWorld.Start.AddDays(-45), AWorld.Start.AddDays(-15)] }, Late = new LateNotice(AWorld.Start.AddDays(-2), AWorld.Start.AddDays(-4), AWorld.Start, "the monitor did not run") }),
            "blind" => Messages(Blind()),
            "confirmation" => Single(new ConfirmationAsked("Acme Prod", SubscriptionPreferences.Everything with { WindowsDays = [30, 7], Cadence = Cadence.Daily }, "Whoever runs the monitor (ops)", AWorld.Start, false)),
            "confirmed-already" => Single(new ConfirmationAsked(null, SubscriptionPreferences.Everything, "Somebody", AWorld.Start, true)),
            "digest" => Single(Digest() with { Events = [Expiring(), Low()], Open = ["$412.18 of OpenAI credit lapses Sun 29 Mar 2026 00:00 UTC"] }),
            "digest-nothing" => Single(Digest()),
            _ => Single(new ReaderLost("o…@example.com", "bounced (550 no such user)", AWorld.Start, 2)),
        });
    }

    private static ImmutableArray<OutboxMessage> Messages(params AlertEvent[] events) => Outbox.For(
        "acme", [.. events], [Subscription.Configured("acme", "team@example.com"), Subscription.Configured("acme", "ops@example.com")], AlertSettings.Default.ExpiryWindowsDays, AlertSettings.Default.ExpiryWindowsDays,
        AWorld.Start.AddMinutes(-12), AWorld.Start, [new ExpiryDate("march-2025", new Usd(1_000m), new Usd(412.18m), Lapse, Lapse, 1, false, AWorld.Start)], undelivered: 0).Now.Where(message => message.Recipient == "team@example.com").ToImmutableArray();

    private static ImmutableArray<OutboxMessage> Single(OutboxContent content) => [Outbox.Single("acme", Subscription.Configured("acme", "team@example.com"), content, AWorld.Start, "test")];

    private static DateTimeOffset Lapse => new(2026, 3, 29, 0, 0, 0, TimeSpan.Zero);

    private static ImmutableArray<AlertFact> Basis { get; } =
    [
        new("balance", "$612.18 over all usable grants (declared grants less published costs)"), new("burn_rate", "$10.40 a day, mean of 28 complete days from 9 Feb 2026 to 8 Mar 2026"),
        new("costs_as_of", "Tue 10 Mar 2026 11:48 UTC, from OpenAI's costs endpoint"),
    ];

    private static AlertFact RunsOut { get; } = new("runs_out", "between 18 March and 2 April 2026, most likely on 24 March (eight chances in ten), foreseen from 120 complete days of cost up to 8 Mar 2026");

    private static AlertEvent Expiring() => Event(AlertKind.CreditExpiring, "march-2025", Severity.Warning, new AlertText(
        "$412.18 of OpenAI credit lapses Sun 29 Mar 2026 00:00 UTC",
        "$412.18 of the $1,000.00 grant march-2025 lapses Sunday 29 March 2026, 00:00 UTC, in 18 days.", "About $231.40 of $412.18 will lapse at this pace, between $198.00 and $262.75 (eight chances in ten). To use it up takes $24.25 a day from tomorrow on; the pace is $10.40 a day.",
        "Move planned work forward (batch jobs, evaluations, embeddings) onto this organization before that day; OpenAI neither extends nor refunds credit that has lapsed.", Lapse,
        [new("grant", "march-2025, paid, effective Sat 29 Mar 2025 00:00 UTC"), new("remaining", "$412.18 of $1,000.00"), new("lapses", "Sun 29 Mar 2026 00:00 UTC"), new("expected_unused", "$231.40, between $198.00 and $262.75 (eight chances in ten), 100 % that any is; $220.18 at the burn rate"),
            new("needed", "$24.25 a day from tomorrow on would use it up, what is spent first included"), RunsOut, .. Basis])
    {
        AtStake = new Usd(412.18m),
        Lapsing =
        [
            new LapsingGrant("march-2025", new Usd(412.18m), Lapse, new Usd(231.40m), new Usd(198m), new Usd(262.75m), new Usd(10.40m), new Usd(24.25m)),
            new LapsingGrant("april-2025", new Usd(200m), Lapse.AddDays(12), new Usd(75.20m), new Usd(12.10m), new Usd(131m), new Usd(10.40m), new Usd(21.87m)),
        ],
    });

    private static AlertEvent Low() => Event(AlertKind.LowBalance, "runway", Severity.Info, new AlertText(
        "OpenAI credit runs out between 18 March and 2 April 2026, most likely on 24 March",
        "$134.00 of usable credit runs out between 18 March and 2 April 2026, most likely on 24 March (eight chances in ten).", "Calls are refused from then on.", "Buy credit before then.",
        new DateTimeOffset(2026, 3, 23, 10, 0, 0, TimeSpan.Zero), [new("threshold", "14 days or less at $10.40 a day (LowBalanceDays 14, 7, 3, 1)"), RunsOut, .. Basis])
    { Foreseen = "between 18 March and 2 April 2026, most likely on 24 March" });

    private static AlertEvent Spent() => Event(AlertKind.UnexplainedCharge, "charge <b>42</b>", Severity.Critical, new AlertText(
        "$54.00 charged by OPENAI *CHATGPT that nothing explains", "A card charge of $54.00 on 9 March 2026 is explained by no purchase, recharge, invoice or subscription.", null, "Ask the holder of the card, or dispute the charge with the bank.", null,
        [new("charge", "$54.00, OPENAI *CHATGPT & SUBSCR <script>, 9 Mar 2026"), new("nearest", "none within 3 days")], "A receipt may still be on its way.")
    { AtStake = new Usd(54m) });

    private static AlertEvent Blind() => Event(AlertKind.MonitorBlind, "costs", Severity.Warning, new AlertText(
        "Monitor blind since Tue 10 Mar 2026 09:02 UTC", "Costs could not be read from OpenAI since Tuesday 10 March 2026, 09:02 UTC.",
        "Until they can, every figure is as old as the last good answer, and nothing that changed since can be told.", "OpenAI does not accept the admin key (401); make a new one and set AdminKey.", null,
        [new("source", "OpenAI's costs endpoint"), new("last_good_answer", "Tue 10 Mar 2026 08:02 UTC"), new("polls_without_an_answer", "3")]));

    private static DigestTold Digest() => new(
        Cadence.Weekly, AWorld.Start.AddHours(-4), AWorld.Start.AddDays(-7), [], 0, new Usd(612.18m), new Usd(10.40m), new DateTimeOffset(2026, 5, 8, 0, 0, 0, TimeSpan.Zero),
        new ExpiryDate("march-2025", new Usd(1_000m), new Usd(412.18m), Lapse, Lapse, 0, false, AWorld.Start), new Usd(220.18m), AWorld.Start.AddMinutes(-12), true, [])
    {
        Runway = new RunwayRange(new DateOnly(2026, 4, 28), new DateOnly(2026, 5, 8), new DateOnly(2026, 5, 27), new DateOnly(2026, 3, 8), 120),
        NextExpiryForeseen = new GrantForesight(new Usd(231.40m), new Usd(198m), new Usd(262.75m), 1m, new Usd(24.25m)),
        Undelivered = 2,
    };

    private static AlertEvent Event(AlertKind kind, string about, Severity severity, AlertText text) => new(AlertEventKind.Raised, NotifyReason.FirstFiring, AWorld.Start, new AlertState(
        $"{SnakeCase.Of(kind)}.{about}", kind, about, "1", severity, 1, text, AWorld.Start, AWorld.Start, severity, 1, 0, NotifyReason.FirstFiring));

    /// <summary>The sentences of the body, tags and entities undone.</summary>
    private static Task<IReadOnlyList<string>> AngleLessAsync(string html)
    {
        var body = html[(html.IndexOf("<h1", StringComparison.Ordinal) + 3)..];
        body = body[body.IndexOf("</h1>", StringComparison.Ordinal)..];
        var pieces = System.Text.RegularExpressions.Regex.Split(body, "<[^>]+>").Select(piece => System.Net.WebUtility.HtmlDecode(piece).Trim().TrimEnd(':'));
        return Task.FromResult<IReadOnlyList<string>>([.. pieces.Where(piece => piece.Length > 3)]);
    }

    private static async Task SameAsync(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Folder);
            await File.WriteAllTextAsync(path, content.ReplaceLineEndings("\n"));
        }

        Assert.True(File.Exists(path), $"{name} is missing; write it with UPDATE_SNAPSHOTS=1 and read it.");
        Assert.Equal(await File.ReadAllTextAsync(path), content.ReplaceLineEndings("\n"));
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
