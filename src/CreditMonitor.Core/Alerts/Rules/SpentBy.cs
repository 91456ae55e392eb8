using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Which projects and line items an abnormal day's spend was, and what is to be done about it: the text points at nothing that
/// the reader does not have.</summary>
internal static class SpentBy
{
    private const int MostOfAName = 40;

    /// <summary>The day's largest, with what they are of the whole; null where its rows are not known.</summary>
    public static AlertFact? FactOf(Situation situation, DateOnly day)
    {
        if (SharesOf(situation, day) is not { } shares)
        {
            return null;
        }

        var rest = situation.History.Days[day].Amount - Usd.Sum(shares.Top.Select(share => share.Amount));
        var named = shares.Top.Select(share => $"{share.Amount} {NameOf(situation, share)}");
        return new AlertFact("spent_by", $"{When.Day(day)}: {string.Join("; ", named)}{(rest.IsPositive ? $"; {rest} by others" : "")}");
    }

    public static string ActionOf(Situation situation, DateOnly day) => SharesOf(situation, day) is { } shares
        ? $"Ask whoever runs {NameOf(situation, shares.Top[0])}, which spent {shares.Top[0].Amount}, whether this was meant. "
            + "If it was, accept the new level on the page."
        : "Look at that day on OpenAI's usage page, by project. If the spend was meant, accept the new level on the page.";

    private static DayShares? SharesOf(Situation situation, DateOnly day) =>
        situation.Shares.FirstOrDefault(shares => shares.Day == day && !shares.Top.IsEmpty
            && situation.History.Days.GetValueOrDefault(day)?.RowsHash == shares.RowsHash);

    private static string NameOf(Situation situation, SpendShare share)
    {
        var project = share.ProjectId is not { } id ? "no project"
            : $"project {Cut(situation.Projects.FirstOrDefault(known => known.Id == id)?.Name ?? id)}";
        return share.LineItem is { } item ? $"{project} ({item})" : project;
    }

    private static string Cut(string name) => name.Length > MostOfAName ? name[..(MostOfAName - 1)] + "…" : name;
}
