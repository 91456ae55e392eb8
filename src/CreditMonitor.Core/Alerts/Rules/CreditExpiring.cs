using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Credit that has something left and may lapse within one of the windows. Counts to the earliest instant at which it may.</summary>
/// <remarks>Also told from stale figures: the date is known, however old the remainder is. What will be used up before it lapses is
/// told once, as information, and not in every window.</remarks>
public static class CreditExpiring
{
    public static readonly AlertRule Rule = new(AlertKind.CreditExpiring, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Balance };

    /// <summary>More than these in one table nobody plans for.</summary>
    private const int MostLapsing = 6;

    /// <summary>A foreseen loss under a dollar, or under 1 % of the grant, is no warning.</summary>
    internal static bool Matters(GrantOutlook grant) =>
        grant.ExpectedUnused is not { } unused || unused >= Usd.Max(new Usd(1m), new Usd(grant.Grant.Amount.Amount / 100m));

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        from grant in situation.Outlook.Grants
        where situation.BalanceKnown && grant.Balance.State == GrantState.Active && grant.Balance.Remaining.IsPositive
        where grant.Expiry is { } expiry && expiry.Earliest > situation.Now
        let step = WindowsDue(situation.Settings.ExpiryWindowsDays, grant.Expiry!.Earliest - situation.Now)
        where step > 0
        select Find(situation, grant, step);

    /// <summary>How many windows are due, compared with <c>&lt;=</c>: after an outage the tightest one is told and the wider ones count as told.</summary>
    private static int WindowsDue(ImmutableArray<int> windows, TimeSpan left) => windows.Count(days => left <= TimeSpan.FromDays(days));

    private static Finding Find(Situation situation, GrantOutlook grant, int step)
    {
        var expiry = grant.Expiry!;
        var episode = expiry.Earliest.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        var said = situation.OpenAlert(AlertKind.CreditExpiring, grant.Grant.Id);
        var matters = Matters(grant);
        var told = matters ? step : said is { } open && open.Episode == episode ? open.SaidStep : 1;
        return new Finding(AlertKind.CreditExpiring, grant.Grant.Id, episode, SeverityOf(matters, expiry.Earliest - situation.Now), told, Text(situation, grant, matters));
    }

    private static Severity SeverityOf(bool matters, TimeSpan left) =>
        !matters || left > TimeSpan.FromDays(30) ? Severity.Info
        : left > TimeSpan.FromDays(3) ? Severity.Warning
        : Severity.Critical;

    private static AlertText Text(Situation situation, GrantOutlook grant, bool matters)
    {
        var expiry = grant.Expiry!;
        var left = grant.Balance.Remaining;
        var verb = expiry.IsExact ? "lapses" : "may lapse from";
        var about = $"{left} of the {grant.Grant.Amount} grant {grant.Grant.Id}";
        var facts = ImmutableArray.Create(
            new AlertFact("grant", $"{grant.Grant.Id}, {SnakeCase.Of(grant.Grant.Kind)}, effective {When.Short(grant.Grant.EffectiveAt)}"),
            new AlertFact("remaining", $"{left} of {grant.Grant.Amount}"),
            new AlertFact("lapses", expiry.IsExact ? When.Short(expiry.Earliest) : $"between {When.Short(expiry.Earliest)} and {When.Short(expiry.Latest)}"),
            new AlertFact("expected_unused", ExpectedUnused(grant)));
        return new AlertText(
            Subject: expiry.IsExact ? $"{left} of OpenAI credit lapses {When.Short(expiry.Earliest)}" : $"{left} of OpenAI credit may lapse from {When.Short(expiry.Earliest)}",
            Lead: $"{about} {verb} {When.Long(expiry.Earliest)}, in {When.Span(expiry.Earliest - situation.Now)}.",
            Consequence: Consequence(situation, grant, matters),
            Action: matters
                ? "Move planned work forward (batch jobs, evaluations, embeddings) onto this organization before that day; OpenAI neither extends nor refunds credit that has lapsed."
                : "Nothing, while usage stays as it is.",
            Deadline: expiry.Earliest,
            Facts: [.. facts, .. Needed(grant), .. situation.RunsOut, .. situation.Basis()],
            Unknown: Unknown(expiry, grant.Grant))
        {
            AtStake = left,
            Lapsing = Lapsing(situation),
            MostUnused = situation.Outlook.Foresight?.Spend?.HistoryDays >= AlertText.WellFounded ? grant.Foreseen?.UnusedP90 : null,
        };
    }

    /// <summary>The grants of which a loss is foreseen within the windows, this one or others, so that work is planned for all of them at once.</summary>
    private static ImmutableArray<LapsingGrant> Lapsing(Situation situation) =>
    [
        .. (from grant in situation.Outlook.Grants
            where grant.Balance.State == GrantState.Active && grant.Balance.Remaining.IsPositive && grant.Expiry is not null && Matters(grant)
            let lapse = grant.Expiry!.Earliest
            where lapse > situation.Now && WindowsDue(situation.Settings.ExpiryWindowsDays, lapse - situation.Now) > 0
            orderby lapse, grant.Grant.Id
            let foreseen = grant.Foreseen
            select new LapsingGrant(
                grant.Grant.Id, grant.Balance.Remaining, lapse, foreseen?.ExpectedUnused ?? grant.ExpectedUnused, foreseen?.UnusedP10, foreseen?.UnusedP90,
                situation.Outlook.Burn?.PerDay, foreseen?.NeededPerDay)).Take(MostLapsing),
    ];

    private static string ExpectedUnused(GrantOutlook grant) => (grant.Foreseen, grant.ExpectedUnused) switch
    {
        ({ } foreseen, { } unused) => $"{foreseen.ExpectedUnused}, between {foreseen.UnusedP10} and {foreseen.UnusedP90} ({ForesightText.Sureness}), {ForesightText.Percent(foreseen.ProbabilityOfLoss)} that any is; {unused} at the burn rate",
        (null, { } unused) => $"{unused} at the present burn rate",
        _ => "unknown without a burn rate",
    };

    private static IEnumerable<AlertFact> Needed(GrantOutlook grant) =>
        grant.Foreseen is { NeededPerDay: { IsPositive: true } needed } ? [new AlertFact("needed", $"{needed} a day from tomorrow on would use it up, what is spent first included")] : [];

    private static string Consequence(Situation situation, GrantOutlook grant, bool matters) =>
        grant.ExpectedUnused is not { } unused ? "How much of it will be left then cannot be told yet: too few days of cost are known."
        : !matters ? $"At {situation.Outlook.Burn!.PerDay} a day it is used up before then{Chance(grant)}."
        : $"{Loss(situation, grant, unused)}{(situation.Outlook.RunsOutAt == grant.Expiry!.Earliest ? "; no other credit is left after that, so calls are refused from then on" : "")}.{Pace(situation, grant)}";

    /// <summary>By the forecast where there is one that sees a loss, else by the burn rate.</summary>
    private static string Loss(Situation situation, GrantOutlook grant, Usd unused) =>
        grant.Foreseen is { ExpectedUnused.IsPositive: true } foreseen ? Capital(ForesightText.Lapse(foreseen, grant.Balance.Remaining))
        : $"At {situation.Outlook.Burn!.PerDay} a day about {unused} will be unused then and lost";

    private static string Pace(Situation situation, GrantOutlook grant) =>
        grant.Foreseen?.NeededPerDay is { IsPositive: true } needed && needed > situation.Outlook.Burn!.PerDay
            ? $" To use it up takes {needed} a day from tomorrow on; the pace is {situation.Outlook.Burn.PerDay} a day." : "";

    private static string Chance(GrantOutlook grant) =>
        grant.Foreseen is { ProbabilityOfLoss: > 0m } foreseen ? $"; with {ForesightText.Percent(foreseen.ProbabilityOfLoss)} probability something is left{(foreseen.UnusedP90.IsPositive ? $", up to {foreseen.UnusedP90} in nine cases of ten" : "")}" : "";

    private static string Capital(string clause) => char.ToUpperInvariant(clause[0]) + clause[1..];

    private static string? Unknown(ExpiryRange expiry, CreditGrant grant) =>
        expiry.IsExact ? null
        : expiry.BackDated ? $"No expiry date was given. The dashboard dates purchases back to the last day of a month, so it was bought in {Month(grant.EffectiveAt)} or in {Month(grant.EffectiveAt.AddDays(1))}; the earlier month is counted from. Copy the date from the dashboard's credit grants into the grant's ExpiresAt."
        : $"No expiry date was given, so it may lapse at any instant from {When.Short(expiry.Earliest)} (the first of its purchase month, one year on) to {When.Short(expiry.Latest)}. Copy the date from the dashboard's credit grants into the grant's ExpiresAt.";

    private static string Month(DateTimeOffset instant) => instant.UtcDateTime.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Ending(Situation situation, AlertState alert)
    {
        var grant = situation.Outlook.Grants.FirstOrDefault(grant => grant.Grant.Id == alert.About);
        return grant is null ? "the grant is no longer declared"
            : grant.Balance.State == GrantState.Voided ? "the grant was voided"
            : grant.Expiry is not { } expiry ? "the grant no longer has an end"
            : expiry.Earliest <= situation.Now ? grant.Balance.Remaining.IsPositive || grant.Balance.Expired.IsPositive ? "the date passed with credit left" : "it was used up before the date"
            : grant.Balance.State == GrantState.Exhausted ? "it was used up before the date"
            : "its date moved out";
    }
}
