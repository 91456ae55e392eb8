using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Alerting;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Settings;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CreditMonitor.Mail;

/// <summary>Where links in mails lead, and whether what they show is made up.</summary>
internal sealed record MailLook(string From, Uri? PublicUrl, bool IsSample);

/// <summary>Composes alert mails: Razor for the HTML part, which encodes whatever came from outside, and a text part that says the same.</summary>
internal sealed class MailComposer(HtmlRenderer renderer, MailLook look) : IMailComposer
{
    /// <summary>A subject is cut in most lists beyond this.</summary>
    private const int SubjectCharacters = 120;

    public async Task<AlertMail> ComposeAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages)
    {
        var events = messages
            .Select(message => message.Event)
            .OrderBy(e => e.Kind == AlertEventKind.Resolved)
            .ThenByDescending(e => e.Alert.Severity)
            .ThenBy(e => e.Alert.Text.Deadline ?? DateTimeOffset.MaxValue)
            .ThenBy(e => e.Alert.Key, StringComparer.Ordinal)
            .ToImmutableArray();
        var subject = SubjectOf(organization.Name, events);
        var page = look.PublicUrl is { } root ? new Uri(root, $"/organizations/{organization.Id}").ToString() : null;
        var model = new AlertMailModel(organization.Name, subject, look.IsSample, [.. events.Select(e => AlertMailItem.Of(e, organization.TimeZone))], page);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<AlertMailView>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model }))).ToHtmlString());
        return new AlertMail(
            messages[0].MailId, look.From, messages[0].Recipient, subject, AlertMailText.Write(model), html,
            Thread: events.Length == 1 ? ThreadOf(organization.Id, events[0].Alert) : null,
            Headers:
            [
                new("Auto-Submitted", "auto-generated"),
                new("List-Id", $"<{organization.Id}.credit-monitor>"),
                new("List-Unsubscribe", $"<mailto:{AddressOf(look.From)}?subject=unsubscribe%20{organization.Id}>"),
                new("X-Credit-Monitor-Dedup-Key", messages[0].Id),
            ]);
    }

    /// <summary>The most urgent fact first, then how many more; the organization last, where a list may cut it.</summary>
    private static string SubjectOf(string organization, ImmutableArray<AlertEvent> events)
    {
        var first = events[0];
        var more = events.Length > 1 ? $" and {events.Length - 1} more" : "";
        var lead = first.Kind == AlertEventKind.Resolved ? $"Resolved: {first.Alert.Text.Subject}" : first.Alert.Text.Subject;
        var text = new string([.. $"{lead}{more} - {organization}".Select(c => char.IsControl(c) ? ' ' : c)]);
        return text.Length <= SubjectCharacters ? text : text[..(SubjectCharacters - 1)] + "…";
    }

    /// <summary>One thread for each alert through all its windows. The root is never sent.</summary>
    private static string ThreadOf(string organizationId, AlertState alert) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{organizationId}\n{alert.Key}")))[..32];

    private static string AddressOf(string from) => new System.Net.Mail.MailAddress(from).Address;
}
