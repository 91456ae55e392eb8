using System.Globalization;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Status;

/// <summary>A status as text for a terminal: the same figures as the page, with their age.</summary>
internal static class StatusText
{
    public static string Write(StatusBody body, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var organization in body.Organizations)
        {
            Write(text, organization, now);
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Write(StringBuilder text, OrganizationBody organization, DateTimeOffset now)
    {
        text.Append(CultureInfo.InvariantCulture, $"{organization.Name} ({organization.Id}): {SnakeCase.Of(organization.Status)}\n");
        if (organization.Blind is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {organization.Blind} Run creditmonitor doctor.\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  {PageText.Sentence(organization, now)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  Balance {PageText.Money(organization.Balance)}, overage {PageText.Money(organization.Overage)}, burn {(organization.BurnPerDay is null ? "unknown" : PageText.Money(organization.BurnPerDay) + " a day")}, runway {PageText.Runway(organization)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  {PageText.RunsOut(organization)}\n");
        foreach (var due in organization.DueByMonth ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"  Due on the invoice of {due.Month}: {PageText.Money(due.Amount)}, which no credit covered at its time and none bought later pays\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  Costs read {PageText.Instant(organization.Data.Costs.AsOf)} ({(organization.Data.Costs.Fresh ? "fresh" : "stale")}), known through {PageText.Day(organization.Data.Costs.Through)}\n");
        if (organization.UnknownDays > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {PageText.UnknownDays(organization)}\n");
        }

        if (PageText.Mail(organization.Mail) is { } mail)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {mail}{(organization.Mail.Parked > 0 ? " See creditmonitor mail." : "")}\n");
        }

        foreach (var grant in organization.Grants)
        {
            var lapse = grant.LapsesFrom is null ? "never lapses" : grant.LapsesFrom == grant.LapsesBy ? $"lapses {When.Short(grant.LapsesFrom.Value)}" : $"lapses between {When.Short(grant.LapsesFrom.Value)} and {When.Short(grant.LapsesBy!.Value)}";
            text.Append(CultureInfo.InvariantCulture, $"    {Bar(grant.Remaining, grant.Amount)} {PageText.Money(grant.Remaining),12} of {PageText.Money(grant.Amount),-12} {grant.Id} ({grant.Kind}, {grant.State.Replace('_', ' ')}), {lapse}{Loss(grant)}\n");
        }

        foreach (var correction in organization.Corrections)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Corrected {When.Short(correction.At)}: the balance of {When.Short(correction.AsOf)} moved from {PageText.Money(correction.From)} to {PageText.Money(correction.To)}: {string.Join("; ", correction.Causes)}\n");
        }

        foreach (var alert in organization.OpenAlerts)
        {
            text.Append(CultureInfo.InvariantCulture, $"  [{SnakeCase.Of(alert.Severity)}] {alert.Subject} (since {When.Short(alert.RaisedAt)})\n");
        }

        if (!organization.Silences.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {When.Count(organization.Silences.Sum(silence => silence.Of.Length), "kind")} of alert cannot be told as things stand; the page of the organization and creditmonitor explain silence say why.\n");
        }

        text.Append('\n');
    }

    private static string Loss(GrantBody grant) =>
        grant.ProbabilityOfLoss is > 0m ? $", unused then {PageText.Unused(grant)}, {PageText.Chance(grant)} that any is; {(grant.NeededPerDay is null ? "it can no longer be used up" : PageText.Needed(grant) + " would use it up")}" : "";

    private static string Bar(decimal? known, decimal amount)
    {
        const int Width = 10;
        if (known is not { } remaining)
        {
            return new string('?', Width);
        }

        var full = amount <= 0m ? 0 : (int)Math.Ceiling(remaining / amount * Width);
        return new string('#', full) + new string('.', Width - full);
    }
}
