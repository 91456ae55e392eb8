using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Mails that are no alerts: confirmations, digests, and that a reader was lost.</summary>
internal static class OtherDocuments
{
    public static (string Subject, string Heading, MailCard Card) Confirmation(ConfirmationAsked asked, TimeZoneInfo zone)
    {
        var what = asked.OrganizationName is { } name ? $"the OpenAI credit of {name}" : "the OpenAI credit of every organization watched here";
        return asked.AlreadyConfirmed
            ? ($"Already subscribed to alerts about {what}", "You are subscribed already", new MailCard(
                null, "plain", $"This address is told about {what} already, so nothing changed.", [new(null, "To change what you are told, open the page behind the link. If it was not you who asked, there is nothing to do.")], null, []))
            : ($"Confirm: alerts about {what}", "Please confirm", new MailCard(
                null, "plain", $"{asked.AskedBy} asked that this address be told about {what}.",
                [
                    new(null, "You are told nothing until you press the button behind the link."),
                    new("If you do not want this", "do nothing. The link ends by itself, and no more mails come."),
                ],
                new MailTable("What you would be told", [], Rows(asked.Wishes)),
                [new("The link works until", ZoneText.Both(asked.AskedAt + MailLinks.ConfirmWithin, zone))]));
    }

    public static (string Subject, string Heading, MailTable? Overview, ImmutableArray<MailCard> Cards) Digest(string organization, DigestTold digest, TimeZoneInfo zone)
    {
        var often = digest.Cadence == Cadence.Daily ? "Daily" : "Weekly";
        var subject = digest.Events.IsEmpty
            ? $"{(digest.Open.IsEmpty ? "Nothing to do" : "Nothing new")}: {digest.Balance?.ToString() ?? "unknown balance"} of OpenAI credit, {Next(digest)} - {organization}"
            : $"{When.Count(digest.Events.Length + digest.More, "thing")} happened: {digest.Events[0].Alert.Text.Subject} - {organization}";
        var state = new MailCard(
            digest.Fresh ? null : "Stale", "warning",
            !digest.Events.IsEmpty ? $"How things stand on {When.Long(digest.At)}."
            : digest.Open.IsEmpty ? $"Nothing happened since {When.Long(digest.Since)}, and nothing waits to be done."
            : $"Nothing new happened since {When.Long(digest.Since)}; {When.Count(digest.Open.Length, "alert")} {(digest.Open.Length == 1 ? "is" : "are")} still open.",
            digest.Fresh ? [] : [new("Careful", "the figures are old, because costs could not be read lately; silence does not mean that all is well.")],
            new MailTable("The figures", [], States(digest)),
            [.. digest.Events.IsEmpty ? [new MailLine(null, "This mail comes also when there is nothing to do, so that you know the monitor lives. If it stops coming, ask whoever runs it.")] : ImmutableArray<MailLine>.Empty]);
        var cards = digest.Events.Select(e => Event(e, zone));
        if (digest.More > 0)
        {
            state = state with { Notes = state.Notes.Add(new(null, $"{digest.More} more events had no room here; the page has them.")) };
        }

        return (subject, $"{organization}: {often.ToLowerInvariant()} digest", null, [.. cards, state]);
    }

    public static (string Subject, string Heading, MailCard Card) Lost(string organization, ReaderLost lost) => (
        $"{lost.Masked} no longer gets alerts about OpenAI credit - {organization}", $"{organization}: a reader is lost",
        new MailCard(
            "Warning", "warning", $"{lost.Masked} is no longer told about {organization}: {lost.Why}.",
            [new(null, lost.Left == 1 ? "One subscriber is left." : $"{lost.Left} subscribers are left."), new("To do", "Let them know. Once the mailbox works, subscribe it again: creditmonitor subscribe, or the page.")],
            null, [new("Why you get this", $"you are told about the same organization; learnt {When.Long(lost.At)}")]));

    public static ImmutableArray<ImmutableArray<string>> Rows(SubscriptionPreferences wishes) =>
    [
        ["kinds", wishes.Kinds.IsEmpty ? "all" : string.Join(", ", wishes.Kinds.Select(kind => SnakeCase.Of(kind)))],
        ["least severity", SnakeCase.Of(wishes.LeastSeverity)],
        ["least dollars", wishes.LeastDollars.ToString()],
        ["days before a lapse", wishes.WindowsDays is { } windows ? string.Join(", ", windows) : "as the organization has them"],
        ["how often", SnakeCase.Of(wishes.Cadence)],
        ["time zone", wishes.TimeZone ?? "as the organization has it"],
    ];

    private static MailCard Event(AlertEvent e, TimeZoneInfo zone)
    {
        var resolved = e.Kind == AlertEventKind.Resolved;
        return new MailCard(
            resolved ? "Resolved" : e.Alert.Severity.ToString(), resolved ? "resolved" : SnakeCase.Of(e.Alert.Severity),
            resolved ? $"Ended: {e.Alert.Ending}. It was: {e.Alert.Text.Lead}" : ZoneText.WithLocal(e.Alert.Text.Lead, e.Alert.Text.Foreseen is null ? e.Alert.Text.Deadline : null, zone),
            [.. !resolved && e.Alert.Text.Consequence is { } consequence ? [new MailLine(null, consequence)] : ImmutableArray<MailLine>.Empty, new("To do", resolved ? "Nothing." : e.Alert.Text.Action)],
            null, [new(null, $"Told {When.Short(e.At)}. Alert {e.Alert.Key}.")]);
    }

    private static ImmutableArray<ImmutableArray<string>> States(DigestTold digest) =>
    [
        ["balance", digest.Balance?.ToString() ?? "unknown"],
        ["burn rate", digest.BurnPerDay is { } burn ? $"{burn} a day" : "unknown"],
        .. digest.Balance is { IsPositive: true } ? [RunsOut(digest)] : ImmutableArray<ImmutableArray<string>>.Empty,
        ["next lapse", digest.NextExpiry is { } next ? $"{next.Remaining} of grant {next.GrantId}, {When.Short(next.Earliest)}{Unused(digest, next.Remaining)}" : "none"],
        ["open alerts", digest.Open.IsEmpty ? "none" : string.Join("; ", digest.Open)],
        ["last good read", digest.LastGoodRead is { } read ? When.Short(read) : "never"],
    ];

    private static ImmutableArray<string> RunsOut(DigestTold digest) => digest.Runway is { } range
        ? ["credit runs out", $"{ForesightText.Days(range)} ({ForesightText.Sureness})"]
        : ["credit lasts until", digest.RunsOutAt is { } at ? $"about {When.Day(DateOnly.FromDateTime(at.UtcDateTime))}" : digest.BurnPerDay is null ? "unknown" : "beyond two years"];

    private static string Unused(DigestTold digest, Usd remaining) =>
        digest.NextExpiryForeseen is { ExpectedUnused.IsPositive: true } foreseen ? $"; {ForesightText.Lapse(foreseen, remaining)}"
        : digest.NextExpiryUnused is { } unused ? $"; about {unused} of it unused then" : "";

    private static string Next(DigestTold digest) => digest.NextExpiry is { } next ? $"next lapse {When.Day(DateOnly.FromDateTime(next.Earliest.UtcDateTime))}" : "no lapse ahead";
}
