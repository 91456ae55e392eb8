using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Status;

namespace CreditMonitor.Pages;

/// <summary>What the fleet's page shows.</summary>
/// <param name="Now">When the page was made, for how far off things are.</param>
public sealed record FleetPageModel(StatusAnswer Answer, DateTimeOffset Now, bool IsSample);

/// <summary>Figures and states in words. Unknown is said, never shown as zero.</summary>
public static class PageText
{
    public static string Money(decimal? amount) => amount is { } value ? new Usd(value).ToString() : "unknown";

    public static string Instant(DateTimeOffset? instant) => instant is { } at ? When.Short(at) : "never";

    public static string Day(DateOnly? day) => day is { } known ? When.Day(known) : "no day yet";

    public static string Lapse(DateTimeOffset? instant) => instant is { } at ? When.Short(at) : "never";

    public static string Runway(OrganizationBody organization) =>
        organization.Runway.P50 is { } days ? string.Create(CultureInfo.InvariantCulture, $"about {days:0.#} days")
        : organization.Balance is > 0 && organization.BurnPerDay is not null ? "more than 2 years"
        : "unknown";

    /// <summary>The organization's state in one sentence: the nearest loss first, then how long the credit lasts.</summary>
    public static string Sentence(OrganizationBody organization, DateTimeOffset now)
    {
        if (organization.Balance is not { } balance)
        {
            return organization.Data.Costs.AsOf is null ? "The balance is unknown, because no costs have been read yet." : "The balance is unknown, because no grant is declared.";
        }

        if (organization.Overage > 0m)
        {
            return $"Overdrawn: {Money(organization.Overage)} of published cost is covered by no credit.";
        }

        if (balance == 0m)
        {
            return "No usable credit is left.";
        }

        return organization.NextExpiry is { } next && next.At > now && next.ExpectedUnused is not 0m && next.At - now <= TimeSpan.FromDays(90)
            ? Lapsing(organization, next, now)
            : $"{Money(balance)} is usable and lasts {Runway(organization)} at the present burn rate.";
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
            sentences.Add("See creditmonitor mail.");
        }

        return string.Join(' ', sentences);
    }

    private static string Lapsing(OrganizationBody organization, NextExpiryBody next, DateTimeOffset now) =>
        $"{Money(next.Remaining)} {(next.At == next.Latest ? "lapses" : "may lapse")} in {When.Span(next.At - now)}, on {When.Short(next.At)}; "
        + (next.ExpectedUnused is { } unused ? $"about {Money(unused)} of it will be lost at {Money(organization.BurnPerDay)} a day." : "how much of it will be lost is unknown.");
}
