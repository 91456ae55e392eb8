using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Who sends, and whether what mails show is made up.</summary>
internal sealed record MailLook(string From, bool IsSample);

/// <summary>Composes mails: Razor for the HTML part, which encodes whatever came from outside, and a text part that says the same.</summary>
internal sealed partial class MailComposer(RazorText razor, MailLook look, MailLinks links) : IMailComposer
{
    /// <summary>A subject is cut in most lists beyond this.</summary>
    private const int SubjectCharacters = 120;

    public async Task<AlertMail> ComposeAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages)
    {
        var first = messages[0];
        var zone = ZoneText.Find(first.TimeZone, organization.TimeZone);
        var told = AlertDocument.Ordered(messages.Select(message => message.Content).OfType<AlertTold>());
        var document = told.IsEmpty ? Other(organization, first, zone) : new MailDocument(
            AlertDocument.SubjectOf(organization.Name, told), AlertDocument.HeadingOf(organization.Name, told), look.IsSample, AlertDocument.Overview(told),
            [.. told.Select(one => AlertDocument.Card(one, zone))], PageLink(organization), Footer(organization, first, told[0].LastGoodRead, told[0].Undelivered))
        {
            Lapsing = AlertDocument.Lapsing(told),
        };
        document = document with { Subject = SafeText.Clip(document.Subject, SubjectCharacters) };
        var html = CannotEvaluate().Replace(await razor.RenderAsync<MailView>(new() { ["Document"] = document }), "");
        var threads = told.Select(one => ThreadOf(organization.Id, one.Event.Alert)).Distinct(StringComparer.Ordinal).ToList();
        return new AlertMail(first.MailId, look.From, first.Recipient, document.Subject, SafeText.Lines(MailText.Write(document)), html, Thread: threads is [var thread] ? thread : null, Headers(organization, first))
        {
            Attachment = Lapses(organization, told, first.CreatedAt),
        };
    }

    private MailDocument Other(OrganizationSettings organization, OutboxMessage message, TimeZoneInfo zone)
    {
        switch (message.Content)
        {
            case ConfirmationAsked asked:
                var confirmation = OtherDocuments.Confirmation(asked, zone);
                var press = asked.AlreadyConfirmed ? new MailLink("Change what you are told", links.Manage(organization.Id, message)) : new MailLink("Look at it and confirm", links.Confirm(organization.Id, message));
                return new MailDocument(confirmation.Subject, confirmation.Heading, look.IsSample, null, [confirmation.Card], press, new MailFooter(["Sent by Credit Monitor because somebody entered this address."], []));
            case DigestTold digest:
                var (subject, heading, overview, cards) = OtherDocuments.Digest(organization.Name, digest, zone);
                return new MailDocument(subject, heading, look.IsSample, overview, cards, PageLink(organization), Footer(organization, message, digest.LastGoodRead, digest.Undelivered));
            case ReaderLost lost:
                var loss = OtherDocuments.Lost(organization.Name, lost);
                return new MailDocument(loss.Subject, loss.Heading, look.IsSample, null, [loss.Card], PageLink(organization), Footer(organization, message, null, null));
            default:
                throw new InvalidOperationException($"{message.Content.GetType().Name} has no mail.");
        }
    }

    private MailLink PageLink(OrganizationSettings organization) => new($"See {organization.Name} in Credit Monitor", links.Page(organization.Id));

    private MailFooter Footer(OrganizationSettings organization, OutboxMessage message, DateTimeOffset? lastGoodRead, int? undelivered) => new(
        [
            $"Sent by Credit Monitor because this address subscribed to {organization.Name}, or whoever runs the monitor entered it.",
            .. lastGoodRead is { } read ? [$"Costs were last read {When.Short(read)}{Undelivered(undelivered)}."] : ImmutableArray<string>.Empty,
        ],
        [new("Change what you are told", links.Manage(organization.Id, message)), new("Unsubscribe", links.Unsubscribe(organization.Id, message))]);

    private static string Undelivered(int? mails) => mails switch
    {
        null => "",
        0 => "; no earlier mail was left undelivered",
        { } left => $"; {When.Count(left, "earlier mail")} {(left == 1 ? "was" : "were")} not delivered then",
    };

    private ImmutableArray<KeyValuePair<string, string>> Headers(OrganizationSettings organization, OutboxMessage message)
    {
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        headers.Add(new("Auto-Submitted", "auto-generated"));
        headers.Add(new("X-Credit-Monitor-Dedup-Key", message.Id));
        if (message.Content is ConfirmationAsked)
        {
            return headers.ToImmutable();
        }

        headers.Add(new("List-Id", $"<{organization.Id}.credit-monitor>"));
        var mailto = $"<mailto:{new System.Net.Mail.MailAddress(look.From).Address}?subject=unsubscribe%20{organization.Id}>";
        headers.Add(new("List-Unsubscribe", links.IsSecure ? $"<{links.Unsubscribe(organization.Id, message)}>, {mailto}" : mailto));
        if (links.IsSecure)
        {
            headers.Add(new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }

        return headers.ToImmutable();
    }

    private static MailAttachment? Lapses(OrganizationSettings organization, ImmutableArray<AlertTold> told, DateTimeOffset at)
    {
        ImmutableArray<ExpiryDate> dates = [.. told.Select(one => one.Lapse).OfType<ExpiryDate>().DistinctBy(date => date.GrantId, StringComparer.Ordinal)];
        return dates.IsEmpty ? null : new MailAttachment("credit-lapses.ics", "text/calendar", ExpiryCalendar.Write(organization.Id, organization.Name, dates, at));
    }

    /// <summary>What hides or turns directions, as the encoded HTML writes it.</summary>
    [GeneratedRegex("&#x(?:AD|60[0-5]|61C|6DD|70F|180E|200[B-F]|202[A-E]|206[0-9A-F]|FEFF|FFF[9AB]|E00[0-7][0-9A-F]);", RegexOptions.CultureInvariant)]
    private static partial Regex CannotEvaluate();

    /// <summary>One thread for each grant through all its windows to its end, and for each other alert. The root is never sent.</summary>
    private static string ThreadOf(string organizationId, AlertState alert)
    {
        var root = alert.Kind is AlertKind.CreditExpiring or AlertKind.CreditExpired or AlertKind.IdleCredit ? $"grant {alert.About}" : alert.Key;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{organizationId}\n{root}")))[..32];
    }
}
