using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditMonitor.Application.Tests.Delivery.Mail;

/// <summary>Mails as the real composer makes them.</summary>
internal static class AMail
{
    public const string From = "Credit Monitor <credit@example.com>";

    private static readonly MailComposer Composer = new(
        new RazorText(new ServiceCollection().AddLogging().BuildServiceProvider(), NullLoggerFactory.Instance), new MailLook(From, false), AWorld.Links);

    /// <summary>Raised and resolved, of every kind that there is.</summary>
    public static IEnumerable<AlertEvent> EveryEvent =>
        from kind in Enum.GetValues<AlertKind>()
        from happened in Enum.GetValues<AlertEventKind>()
        select Event(kind, happened);

    public static async Task<AlertMail> OfAsync(params IEnumerable<AlertEvent> events)
    {
        using var world = new AWorld();
        return await Composer.ComposeAsync(world.Organization with { Name = "Acme \"Zürich\" <b>&" }, [.. Messages(events)]);
    }

    public static Task<AlertMail> ComposeAsync(CreditMonitor.Settings.OrganizationSettings organization, ImmutableArray<OutboxMessage> messages) => Composer.ComposeAsync(organization, messages);

    public static ImmutableArray<OutboxMessage> Messages(IEnumerable<AlertEvent> events, params string[] recipients) =>
        Outbox.For(
            "acme", [.. events], [.. (recipients is [] ? ["team@example.com"] : recipients).Select(address => Subscription.Configured("acme", address))],
            AlertSettings.Default.ExpiryWindowsDays, AlertSettings.Default.ExpiryWindowsDays, AWorld.Start, AWorld.Start).Now;

    public static AlertEvent Event(AlertKind kind = AlertKind.LowBalance, AlertEventKind happened = AlertEventKind.Raised)
    {
        var text = new AlertText(
            "$412.18 of credit lapses 29 Mar 2026", "€ and ☃: $412.18 of the $1,000.00 bought on 29 Mar 2025 lapses in 19 days.", "About $262 will be lost.", "Use it.",
            AWorld.Start.AddDays(19), [new AlertFact("expires_at", "2026-03-29T00:00:00Z"), new AlertFact("project", "<script>alert(1)</script>")], "Nothing.");
        return new AlertEvent(happened, NotifyReason.FirstFiring, AWorld.Start, new AlertState(
            $"{kind}/g1", kind, "g1", "1", Severity.Warning, 7, text, AWorld.Start, AWorld.Start, Severity.Warning, 7, 0, NotifyReason.FirstFiring,
            happened == AlertEventKind.Resolved ? AWorld.Start : null, happened == AlertEventKind.Resolved ? "it was used up" : null));
    }
}
