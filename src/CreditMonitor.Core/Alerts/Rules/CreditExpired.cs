using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Credit that lapsed with something left, or, where only a range is known, that may have since its earliest instant.</summary>
/// <remarks>A first look at an organization tells of no lapse older than <see cref="StaysOpen"/>: history is not news.</remarks>
public static class CreditExpired
{
    public static readonly AlertRule Rule = new(AlertKind.CreditExpired, Evaluate, Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Balance };

    /// <summary>A loss cannot be undone; it stays on the page this long and then closes by itself.</summary>
    public static readonly TimeSpan StaysOpen = TimeSpan.FromDays(14);

    /// <summary>Costs of the last days before the end may still be unpublished; for so long they get the benefit of the doubt.</summary>
    private static readonly TimeSpan CostsMayStillCome = TimeSpan.FromHours(30);

    private static IEnumerable<Finding> Evaluate(Situation situation) =>
        from grant in situation.Outlook.Grants
        where situation.BalanceKnown && grant.Expiry is not null && grant.Balance.State is GrantState.Active or GrantState.Expired
        let expiry = grant.Expiry!
        where expiry.Earliest <= situation.Now && situation.Now < expiry.Latest + StaysOpen
        let lost = grant.Balance.State == GrantState.Expired ? grant.Balance.Expired : grant.Balance.Remaining
        where lost >= new Usd(0.01m) && !MayBeUsedUp(situation, expiry, lost)
        select Find(situation, grant, lost);

    private static bool MayBeUsedUp(Situation situation, ExpiryRange expiry, Usd lost)
    {
        if (situation.Now >= expiry.Earliest + CostsMayStillCome || situation.Outlook.Burn is not { } burn)
        {
            return false;
        }

        var knownThrough = situation.History.Ascending.LastOrDefault(day => day.Quality == DayQuality.Complete)?.Day;
        var unpublished = knownThrough is { } day ? expiry.Earliest - CostHistory.DayEnd(day) : TimeSpan.Zero;
        return unpublished > TimeSpan.Zero && lost.Amount <= burn.PerDay.Amount * unpublished.Ticks / TimeSpan.TicksPerDay;
    }

    private static Finding Find(Situation situation, GrantOutlook grant, Usd lost)
    {
        var expiry = grant.Expiry!;
        var certain = situation.Now >= expiry.Latest;
        var episode = expiry.Earliest.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
        return new Finding(AlertKind.CreditExpired, grant.Grant.Id, episode, Severity.Warning, certain ? 2 : 1, certain ? Lapsed(situation, grant, lost) : MayHave(situation, grant, lost));
    }

    private static AlertText Lapsed(Situation situation, GrantOutlook grant, Usd lost) => new(
        Subject: $"{lost} of OpenAI credit lapsed {When.Short(grant.Expiry!.Latest)}",
        Lead: $"{lost} of the {grant.Grant.Amount} grant {grant.Grant.Id} lapsed unused on {When.Long(grant.Expiry.Latest)}.",
        Consequence: $"{situation.Ledger.Balance} of usable credit is left in all.",
        Action: "Note the loss; if the credit is still shown on the dashboard, copy its date into the grant's ExpiresAt.",
        Deadline: null,
        Facts: Facts(situation, grant, lost))
    { AtStake = lost };

    private static AlertText MayHave(Situation situation, GrantOutlook grant, Usd lost) => new(
        Subject: $"{lost} of OpenAI credit may have lapsed since {When.Short(grant.Expiry!.Earliest)}",
        Lead: $"{lost} of the {grant.Grant.Amount} grant {grant.Grant.Id} may have lapsed since {When.Long(grant.Expiry.Earliest)}, and surely will by {When.Long(grant.Expiry.Latest)}.",
        Consequence: $"Until then the balance of {situation.Ledger.Balance} still counts it, and may be too high by as much.",
        Action: "Look at the credit grants on the dashboard and copy the date into the grant's ExpiresAt.",
        Deadline: grant.Expiry.Latest,
        Facts: Facts(situation, grant, lost),
        Unknown: "No expiry date was given for this grant, so the instant is known only to lie between these two.")
    { AtStake = lost };

    private static ImmutableArray<AlertFact> Facts(Situation situation, GrantOutlook grant, Usd lost) =>
    [
        new("grant", $"{grant.Grant.Id}, {SnakeCase.Of(grant.Grant.Kind)}, effective {When.Short(grant.Grant.EffectiveAt)}"),
        new("lost", $"{lost} of {grant.Grant.Amount}, {grant.Balance.Consumed} was used"),
        new("lapses", grant.Expiry!.IsExact ? When.Short(grant.Expiry.Latest) : $"between {When.Short(grant.Expiry.Earliest)} and {When.Short(grant.Expiry.Latest)}"),
        .. situation.Basis(),
    ];

    private static string Ending(Situation situation, AlertState alert)
    {
        var grant = situation.Outlook.Grants.FirstOrDefault(grant => grant.Grant.Id == alert.About);
        return grant is null ? "the grant is no longer declared"
            : grant.Expiry is not { } expiry || expiry.Earliest > situation.Now ? "its date moved out"
            : situation.Now >= expiry.Latest + StaysOpen ? $"{grant.Balance.Expired} was lost; closed after {When.Span(StaysOpen)}"
            : grant.Balance.State == GrantState.Voided ? "the grant was voided"
            : "costs published later show that it was used up";
    }
}
