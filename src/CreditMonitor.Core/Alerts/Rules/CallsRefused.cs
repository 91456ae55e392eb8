using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Facts;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Calls to the API are refused. With credit in the ledger a refusal for lack of it is a contradiction (<see cref="AlertKind.RefusedWithCredit"/>); else the code tells the cause and the right
/// person (<see cref="AlertKind.CallsRefused"/>; codes in <c>facts/openai-billing.md</c> a.6). Calls that succeed end it once none was refused for half an hour: while a cure spreads, some succeed and others do not.</summary>
public static class CallsRefused
{
    public const string About = "calls";

    public static readonly AlertRule Rule = new(AlertKind.CallsRefused, situation => Evaluate(situation, contradiction: false), Ending, NeedsFreshFigures: false) { Unseen = Unseen.Calls };

    public static readonly AlertRule WithCredit = new(AlertKind.RefusedWithCredit, situation => Evaluate(situation, contradiction: true), Ending, NeedsFreshFigures: false) { Unseen = Unseen.CallsAndBalance };

    /// <summary>Activation takes minutes after paying, as a rule less than an hour.</summary>
    public static readonly TimeSpan PatienceAfterPurchase = TimeSpan.FromHours(1);

    /// <summary>Without news for so long nobody can say that calls are still refused.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(24);

    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(30);

    private static readonly ImmutableHashSet<string> LackOfCredit =
        ["credit_balance_exhausted", "insufficient_quota", "billing_not_active", "insufficient_credits"];

    /// <summary>Too many calls at once: callers are to wait, and it is news when it lasts.</summary>
    private static readonly ImmutableHashSet<string> Paced = ["rate_limit_exceeded", "slow_down"];

    private static IEnumerable<Finding> Evaluate(Situation situation, bool contradiction)
    {
        var kind = contradiction ? AlertKind.RefusedWithCredit : AlertKind.CallsRefused;
        var open = situation.OpenAlert(kind, About);
        if (open is not null && IsSettling(situation))
        {
            yield return new Finding(kind, About, open.Episode, open.Severity, open.Step, open.Text);
            yield break;
        }

        if (Run(situation) is not { } run || run[^1].Refusal is not { } code || (Paced.Contains(code) && run[^1].At - run[0].At < Settled) || (LackOfCredit.Contains(code) && ToppedUpSince(situation, run[^1].At)) || IsContradiction(situation, code) != contradiction || (contradiction && IsPatient(situation, run[^1].At)))
        {
            yield break;
        }

        var episode = open?.Episode ?? Episode.At(run[0].At);
        var severity = !contradiction && LackOfCredit.Contains(code) ? Severity.Critical : run[^1].At - run[0].At >= TimeSpan.FromHours(12) ? Severity.Critical : Severity.Warning;
        yield return new Finding(kind, About, episode, severity, 1, Text(situation, run, code, contradiction));
    }

    /// <summary>The newest call succeeded, and another was refused a moment ago.</summary>
    private static bool IsSettling(Situation situation) =>
        situation.Told.Calls is [.., { Refusal: null }] && situation.Told.Calls.Any(call => call.Refusal is not null && situation.Now - call.At < Settled);

    /// <summary>The refusals since the last call that succeeded; null when the newest report is none, or too old.</summary>
    private static ImmutableArray<CallReport>? Run(Situation situation)
    {
        var calls = situation.Told.Calls;
        if (calls.IsEmpty || calls[^1].Refusal is null || situation.Now - calls[^1].At > Forgotten)
        {
            return null;
        }

        var first = calls.Length - 1;
        while (first > 0 && calls[first - 1].Refusal is not null && calls[first].At - calls[first - 1].At <= Forgotten)
        {
            first--;
        }

        return calls[first..];
    }

    /// <summary>Credit that unpublished costs may have used up by now is none to speak of.</summary>
    private static bool IsContradiction(Situation situation, string code) =>
        LackOfCredit.Contains(code) && situation.BalanceKnown && situation.Prepaid
        && situation.Ledger.Balance - RefundedCredit.Sum(situation, situation.Now) - PossibleSpend.Between(situation, situation.History.KnownUntil ?? situation.Now, situation.Now) > new Usd(0.05m);

    /// <summary>What was refused before the credit came says nothing of it: the next report tells.</summary>
    private static bool ToppedUpSince(Situation situation, DateTimeOffset refusedAt) =>
        situation.Organization.Grants.Any(grant => grant.EffectiveAt > refusedAt && grant.EffectiveAt <= situation.Now);

    /// <summary>A refusal so soon after paying is how it goes, and no news when it has grown old: one that comes later is.</summary>
    private static bool IsPatient(Situation situation, DateTimeOffset refusedAt) =>
        situation.Payments.Select(payment => payment.At).Concat(situation.Organization.Grants.Select(grant => grant.PurchasedAt ?? grant.EffectiveAt))
            .Any(bought => bought <= refusedAt && refusedAt - bought < PatienceAfterPurchase);

    private static AlertText Text(Situation situation, ImmutableArray<CallReport> run, string code, bool contradiction)
    {
        var (cause, action) = Cause(code, contradiction);
        var first = run[0];
        return new AlertText(
            Subject: contradiction ? $"Calls to OpenAI are refused although {situation.Ledger.Balance} of credit is left" : $"Calls to OpenAI are refused since {When.Short(first.At)}",
            Lead: $"Calls are refused with {Shown(code)} since {When.Long(first.At)}{(contradiction ? $", although the ledger has {situation.Ledger.Balance} of usable credit" : "")}.",
            Consequence: cause,
            Action: action,
            Deadline: null,
            Facts:
            [
                new("refusals", string.Create(CultureInfo.InvariantCulture, $"{run.Length} since {When.Short(first.At)}, the last at {When.Short(run[^1].At)}, told by {run[^1].ToldBy}")),
                new("code", Shown(code)),
                new("project", run.Select(call => call.Project).OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } projects ? Shown(string.Join(", ", projects)) : "not told"),
                .. situation.Basis(),
            ])
        { AtStake = contradiction ? situation.Ledger.Balance : null };
    }

    private static (string Cause, string Action) Cause(string code, bool contradiction) => code switch
    {
        "billing_not_active" when contradiction => (
            "There is credit, but the account's billing is not active: activating is not the same as paying.", "Have the account's owner open the billing page and activate it. Do not buy more credit yet."),
        _ when contradiction => (
            "Either the calls go to another organization, a key was made while the balance was zero, the account is inactive, or OpenAI's own ledger differs.",
            "Check in this order: the organization of the key, the project's limit, the account's state, OpenAI's status page. Do not buy more credit yet."),
        "billing_not_active" => ("The account's billing is not active.", "Have the account's owner open the billing page: activating is not the same as paying."),
        "organization_spend_limit_exceeded" or "project_spend_limit_exceeded" or "billing_hard_limit_reached" => (
            "The organization's or the project's own spend limit is reached; credit is not the cause.", "Raise the spend limit on the dashboard, or wait for the next month."),
        "organization_usage_limit_exceeded" => ("OpenAI's monthly limit for this organization is reached; credit is not the cause.", "Ask OpenAI for a higher usage tier."),
        "invalid_api_key" or "account_deactivated" => ("The key that calls is not valid any more; credit is not the cause.", "See who deleted or replaced the key, and give the application a new one."),
        _ when Paced.Contains(code) => ("Calls come faster than the limits of this organization's tier or project allow, or the provider is busy; credit is not the cause.", "Have the application wait and try again as the error says; if it is meant, ask for a higher rate limit."),
        _ when LackOfCredit.Contains(code) => ("No usable credit is left.", "Buy credit, and allow an hour for it to work before paying again."),
        _ => ("The code does not name a cause that is known here.", "Look the code up in OpenAI's error list, and at its status page."),
    };

    /// <summary>Comes from an application: bounded, on one line.</summary>
    private static string Shown(string text) => SafeText.Cut(SafeText.Line(text), 80);

    private static string Ending(Situation situation, AlertState alert) =>
        situation.Told.Calls is [.., { Refusal: null } ok] ? $"a call succeeded at {When.Short(ok.At)}"
        : Run(situation) is { } run && ToppedUpSince(situation, run[^1].At) ? "credit came since the last refusal; the next report tells whether calls work"
        : Run(situation) is null ? $"no refusal was reported for {When.Span(Forgotten)}"
        : alert.Kind == AlertKind.RefusedWithCredit ? "no credit is left by now, which is told by itself" : "there is credit by now, which makes it a contradiction told by itself";
}
