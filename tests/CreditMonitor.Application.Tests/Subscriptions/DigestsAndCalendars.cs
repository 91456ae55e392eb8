using System.Globalization;
using System.Net;
using System.Text;
using CreditMonitor.Core;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Subscriptions;

namespace CreditMonitor.Application.Tests.Subscriptions;

public sealed class DigestsAndCalendars
{
    /// <summary>Summer time begins on 29 March 2026 at 02:00 in Berlin and ends on 25 October at 03:00; in Cairo clocks change at midnight.</summary>
    [Theory]
    [InlineData("Europe/Berlin", Cadence.Daily, "2026-03-26T00:00:00Z", 8, 8)]
    [InlineData("Europe/Berlin", Cadence.Daily, "2026-10-22T00:00:00Z", 8, 8)]
    [InlineData("America/New_York", Cadence.Daily, "2026-03-06T00:00:00Z", 8, 8)]
    [InlineData("Africa/Cairo", Cadence.Daily, "2026-04-22T00:00:00Z", 8, 8)]
    [InlineData("Pacific/Kiritimati", Cadence.Daily, "2026-03-26T00:00:00Z", 8, 8)]
    [InlineData("Europe/Berlin", Cadence.Weekly, "2026-03-19T00:00:00Z", 21, 3)]
    public void Each_local_morning_or_Monday_has_one_digest_also_when_clocks_change(string zoneId, Cadence cadence, string from, int days, int digests)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        var start = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture);
        var due = Enumerable.Range(0, days * 24).Select(hour => DigestClock.Latest(cadence, zone, start.AddHours(hour).AddMinutes(37))).Where(at => at > start).Distinct().ToList();

        Assert.Equal(digests, due.Count);
        Assert.All(due, at => Assert.Equal(new TimeOnly(8, 0), TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime)));
        Assert.All(due.Where(_ => cadence == Cadence.Weekly), at => Assert.Equal(DayOfWeek.Monday, TimeZoneInfo.ConvertTime(at, zone).DayOfWeek));
    }

    [Fact]
    public async Task A_digest_comes_each_morning_once_with_what_happened_and_with_nothing_to_do()
    {
        await using var site = await ASite.StartAsync();
        await site.ConfirmedAsync("""{"address":"new@example.com","organization":"acme","cadence":"daily","least_severity":"info","time_zone":"Europe/Berlin"}""");
        var until = site.World.Clock.Now.AddDays(4);
        for (; site.World.Clock.Now < until; site.World.Clock.Now += TimeSpan.FromHours(1))
        {
            await site.PollAsync();
            await site.RunDigestTimerAsync();
            await site.RunDigestTimerAsync();
        }

        var digests = site.Mails.Sent.Where(mail => mail.To == "new@example.com" && mail.Html.Contains("daily digest", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, digests.Count);
        Assert.Equal(4, digests.Select(mail => mail.MailId).Distinct().Count());
        Assert.Contains(digests, mail => mail.Subject.StartsWith("Nothing new: $", StringComparison.Ordinal) && mail.Text.Contains("last good read", StringComparison.Ordinal));
        // What cannot wait came at once.
        Assert.Contains(site.Mails.Sent, mail => mail.To == "new@example.com" && mail.Subject.StartsWith("[<=3 days]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_feed_opens_by_its_token_parses_and_ends_with_its_subscription()
    {
        await using var site = await ASite.StartAsync();
        var subscription = await site.ConfirmedAsync("""{"address":"new@example.com","organization":"acme"}""");
        site.World.Clock.Now += TimeSpan.FromDays(3);
        await site.PollAsync();
        var mail = site.Mails.Sent.First(mail => mail.To == "new@example.com");
        var manage = await site.Client.GetStringAsync(new Uri(ASite.Link(mail, "manage"), UriKind.Relative));
        var link = System.Text.RegularExpressions.Regex.Match(manage, "/calendar/acme.ics\\?token=[^\"]+").Value;

        using var answer = await site.Client.GetAsync(new Uri(link, UriKind.Relative));
        var feed = Feed.Parse(await answer.Content.ReadAsStringAsync());
        var attached = Feed.Parse(mail.Attachment!.Content);

        Assert.Equal("text/calendar", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("20260315T120000Z", Assert.Single(feed.Events)["DTSTART"]);
        Assert.Equal(feed.Events[0]["UID"], attached.Events[0]["UID"]);
        Assert.Equal(3, feed.Alarms);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(new Uri("/calendar/acme.ics?token=x", UriKind.Relative))).StatusCode);
        await site.PostAsync(ASite.Link(mail, "unsubscribe"), new StringContent(""));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(new Uri(link, UriKind.Relative))).StatusCode);
        Assert.Equal(SubscriptionStatus.Stopped, (await site.SubscriptionAsync()).Status);
        Assert.NotEqual(default, subscription.CreatedAt);
    }

    [Fact]
    public void A_calendar_escapes_folds_and_numbers_what_changed()
    {
        var at = new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero);
        var hostile = new ExpiryDate("g;1,\\\r\nBEGIN:VEVENT ü" + new string('é', 100), new Usd(10m), new Usd(5m), at, at.AddDays(11), 3, false, at);

        var text = ExpiryCalendar.Write("acme", "Acme, Inc; \\", [hostile, hostile with { GrantId = "g2", Gone = true }], at);
        var feed = Feed.Parse(text);

        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Equal(2, feed.Events.Count);
        Assert.Equal(("3", "CONFIRMED", "CANCELLED"), (feed.Events[0]["SEQUENCE"], feed.Events[0]["STATUS"], feed.Events[1]["STATUS"]));
        Assert.Contains("may lapse", feed.Events[0]["SUMMARY"], StringComparison.Ordinal);
        Assert.NotEqual(feed.Events[0]["UID"], feed.Events[1]["UID"]);
    }

    [Fact]
    public void A_library_of_calendars_reads_what_was_meant()
    {
        var at = new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.Zero);
        var hostile = new ExpiryDate("g;1,\\\r\nBEGIN:VEVENT ü" + new string('é', 100), new Usd(10m), new Usd(5m), at, at.AddDays(11), 3, false, at);

        var calendar = Ical.Net.Calendar.Load(ExpiryCalendar.Write("acme", "Acme, Inc; \\", [hostile, hostile with { GrantId = "g2", Gone = true }], at))!;

        Assert.Equal(2, calendar.Events.Count);
        var (first, gone) = (calendar.Events.Single(one => one.Status == "CONFIRMED"), calendar.Events.Single(one => one.Status == "CANCELLED"));
        Assert.Equal((at.UtcDateTime, 3), (first.DtStart!.AsUtc, first.Sequence));
        Assert.Contains("may lapse", first.Summary!, StringComparison.Ordinal);
        Assert.Contains("Acme, Inc; \\", first.Summary + first.Description, StringComparison.Ordinal);
        Assert.NotEqual(first.Uid, gone.Uid);
        Assert.All(first.Alarms, alarm => Assert.True(alarm.Trigger!.Duration is { } before && before.ToTimeSpanUnspecified() < TimeSpan.Zero));
        Assert.NotEmpty(first.Alarms);
    }

    /// <summary>A strict reader of RFC 5545: lines end in CRLF, components nest and close, and every event has what it must have.</summary>
    private sealed record Feed(IReadOnlyList<Dictionary<string, string>> Events, int Alarms)
    {
        public static Feed Parse(string text)
        {
            Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
            var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR"), (lines[0], lines[1], lines[^1]));
            var (open, events, alarms) = (new Stack<string>(), new List<Dictionary<string, string>>(), 0);
            foreach (var line in lines)
            {
                var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
                switch (name)
                {
                    case "BEGIN":
                        open.Push(value);
                        alarms += value == "VALARM" ? 1 : 0;
                        if (value == "VEVENT")
                        {
                            events.Add(new Dictionary<string, string>(StringComparer.Ordinal));
                        }

                        break;
                    case "END":
                        Assert.Equal(value, open.Pop());
                        break;
                    default:
                        Assert.Matches("^[A-Z-]+(;[A-Z-]+=[A-Z0-9]+)*$", name);
                        if (open.Peek() == "VEVENT")
                        {
                            events[^1].Add(name, value);
                        }

                        break;
                }
            }

            Assert.Empty(open);
            Assert.All(events, one => Assert.All(new[] { "UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY" }, must => Assert.Contains(must, one.Keys)));
            return new Feed(events, alarms);
        }
    }
}
