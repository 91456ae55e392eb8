using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <summary>Figures and states in words. Unknown is said, never shown as zero.</summary>
public static class PageText
{
    public static string Money(decimal? amount) => amount is { } value ? new Usd(value).ToString() : "unknown";

    public static string Instant(DateTimeOffset? instant) => instant is { } at ? When.Short(at) : "never";

    public static string Day(DateOnly? day) => day is { } known ? When.Day(known) : "no day yet";

    /// <summary>The instant, or the two between which it lies.</summary>
    public static string Lapses(GrantBody grant) =>
        grant.LapsesFrom is not { } from ? "never" : grant.LapsesBy is { } by && by != from ? $"between {When.Short(from)} and {When.Short(by)}" : When.Short(from);

    /// <summary>In days, the range and not only its middle.</summary>
    public static string Runway(OrganizationBody organization) => organization.Runway switch
    {
        { KnownUntil: null, P90: 0m } => "0 days",
        { KnownUntil: null } => "unknown",
        { P10: null } => "more than 2 years",
        { P10: { } from, P90: null } => string.Create(CultureInfo.InvariantCulture, $"{from:0.#} days or more"),
        { P10: { } from, P90: { } to } when from == to => string.Create(CultureInfo.InvariantCulture, $"{from:0.#} days"),
        { P10: { } from, P90: { } to } => string.Create(CultureInfo.InvariantCulture, $"{from:0.#} to {to:0.#} days"),
    };

    /// <summary><c>between 3 and 19 December 2026, most likely on the 9th</c>, with what it rests on; why there is no range where there is none.</summary>
    public static string RunsOut(OrganizationBody organization) => organization.Balance <= 0m ? "No credit is left to run out." : RunsOut(organization.Runway);

    private static string RunsOut(RunwayBody runway) => runway is { KnownUntil: { } until, HistoryDays: { } days }
        ? $"Credit runs out {ForesightText.Days(runway.P10On, runway.P50On, runway.P90On)} ({ForesightText.Sureness}), foreseen from {ForesightText.Basis(new RunwayRange(runway.P10On, runway.P50On, runway.P90On, until, days))}."
        : $"When credit runs out is unknown: {runway.Why}.";

    /// <summary><c>$262.00 ($180.00 to $330.00)</c></summary>
    public static string Unused(GrantBody grant) =>
        grant.State is not ("active" or "pending") || grant.LapsesFrom is null ? "–"
        : grant is { UnusedP10: { } low, UnusedP90: { } high } && low != high ? $"{Money(grant.ExpectedUnused)} ({Money(low)} to {Money(high)})"
        : Money(grant.ExpectedUnused);

    public static string Chance(GrantBody grant) => grant.ProbabilityOfLoss is { } chance ? ForesightText.Percent(chance) : "–";

    public static string Needed(GrantBody grant) =>
        grant.NeededPerDay is { } needed ? $"{Money(needed)} a day" : grant.ProbabilityOfLoss is > 0m ? "no longer possible" : "–";

    /// <summary>The organization's state in one sentence: the nearest loss first, then how long the credit lasts.</summary>
    public static string Sentence(OrganizationBody organization, DateTimeOffset now)
    {
        if (organization.Balance is not { } balance)
        {
            return organization.Data.Costs.AsOf is null ? "The balance is unknown, because no costs have been read yet."
                : organization.Grants.IsEmpty ? "The balance is unknown, because no grant is declared."
                : "The balance is unknown, because OpenAI has published no cost figure yet. It appears with the first one.";
        }

        if (organization.Overage > 0m)
        {
            return organization.OpenAlerts.Any(alert => alert is { Kind: AlertKind.Overdrawn, Severity: Severity.Info })
                ? $"Costs exceed the credit that was entered by {Money(organization.Overage)}. Is a purchase missing?"
                : $"Overdrawn: {Money(organization.Overage)} of published cost is covered by no credit.";
        }

        if (balance == 0m)
        {
            return "No usable credit is left.";
        }

        return organization.NextExpiry is { } next && next.At > now && next.ExpectedUnused is not 0m && next.At - now <= TimeSpan.FromDays(90)
            ? Lapsing(organization, next, now)
            : organization.Runway.P10On is not null ? $"{Money(balance)} is usable and runs out {ForesightText.Days(organization.Runway.P10On, organization.Runway.P50On, organization.Runway.P90On)}."
            : organization.Runway.KnownUntil is not null ? $"{Money(balance)} is usable and lasts more than two years."
            : $"{Money(balance)} is usable; how long it lasts is unknown: {organization.Runway.Why}.";
    }

    /// <summary>Which days have no figure, and what follows for the balance.</summary>
    public static string UnknownDays(OrganizationBody organization)
    {
        var days = string.Join(", ", organization.MissingDays.TakeLast(3).Select(missing => Day(missing.Day)));
        var more = organization.UnknownDays > 3 ? " and earlier days" : "";
        return $"{When.Count(organization.UnknownDays, "day")} {(organization.UnknownDays == 1 ? "has" : "have")} no cost figure yet ({days}{more}), so the balance may be lower than shown. OpenAI is asked for {(organization.UnknownDays == 1 ? "it" : "them")} again.";
    }

    /// <summary>How mail stands in a sentence or three; null when nothing has failed.</summary>
    public static string? Mail(MailBody mail)
    {
        if (mail.Since is not { } since && mail.Parked == 0)
        {
            return null;
        }

        var sentences = new List<string> { $"Mail does not go out as it should since {Instant(mail.Since)}: {mail.Waiting} waiting, {mail.Parked} parked." };
        if (mail.OutcomeUnknown > 0)
        {
            sentences.Add($"Of the waiting, {mail.OutcomeUnknown} may have arrived.");
        }

        if (mail.LastFailure is { } failure)
        {
            sentences.Add(failure);
        }

        if (mail.Parked > 0)
        {
            sentences.Add("Parked mails go out once whoever runs the monitor has them tried again.");
        }

        return string.Join(' ', sentences);
    }

    private static string Lapsing(OrganizationBody organization, NextExpiryBody next, DateTimeOffset now) =>
        $"{Money(next.Remaining)} {(next.At == next.Latest ? "lapses" : "may lapse")} in {When.Span(next.At - now)}, on {When.Short(next.At)}; "
        + (next.ExpectedUnused is not { } unused ? "how much of it will be lost is unknown."
            : $"about {Money(unused)} of it will be lost at this pace{(next is { UnusedP10: { } low, UnusedP90: { } high } && low != high ? $", between {Money(low)} and {Money(high)}" : $" of {Money(organization.BurnPerDay)} a day")}.");
}
