using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Calls to the API are refused. With credit in the ledger a refusal for lack of it is a contradiction (<see cref="AlertKind.RefusedWithCredit"/>); else the cause tells who has to do what
/// (<see cref="AlertKind.CallsRefused"/>). It ends half an hour after the last refusal when a success was seen since, and a day after it where none can be seen; never because credit was added, which cures nothing by itself.</summary>
public static class CallsRefused
{
    public const string About = "calls";

    public static readonly AlertRule Rule = new(AlertKind.CallsRefused, situation => Evaluate(situation, contradiction: false), Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.Calls };

    public static readonly AlertRule WithCredit = new(AlertKind.RefusedWithCredit, situation => Evaluate(situation, contradiction: true), Ending, NeedsFreshFigures: false) { CannotEvaluate = CannotEvaluate.CallsAndBalance };

    /// <summary>Activation takes minutes after paying, as a rule less than an hour.</summary>
    public static readonly TimeSpan PatienceAfterPurchase = TimeSpan.FromHours(1);

    /// <summary>Refusals that come back so soon after the alert ended are the same trouble: a cure spreads unevenly.</summary>
    public static readonly TimeSpan ReturnsWithin = TimeSpan.FromHours(1);

    /// <summary>Without news for so long nobody can say that calls are still refused.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(24);

    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(30);

    private static IEnumerable<Finding> Evaluate(Situation situation, bool contradiction)
    {
        var kind = contradiction ? AlertKind.RefusedWithCredit : AlertKind.CallsRefused;
        var open = situation.OpenAlert(kind, About);
        if (LastRefusal(situation) is not { } last || situation.Now - last.At > Forgotten)
        {
            yield break;
        }

        if (SuccessSince(situation, last) is not null)
        {
            if (open is not null && situation.Now - last.At < Settled)
            {
                yield return Kept(open);
            }

            yield break;
        }

        var (run, cause) = (RunUpTo(situation, last), RefusalCauses.Of(last.Refusal));
        if (open is not null && cause.IsLackOfCredit() && CreditCameSince(situation, last.At - PatienceAfterPurchase))
        {
            yield return Kept(open);
        }
        else if (IsNews(situation, run, cause, contradiction))
        {
            var returned = open is null ? situation.EndedAlert(kind, About, run[0].At - ReturnsWithin) : null;
            yield return new Finding(kind, About, open?.Episode ?? returned?.Episode ?? Episode.At(run[0].At), SeverityOf(situation, run, cause, contradiction), 1, Text(situation, run, cause, contradiction)) { Returns = returned is not null };
        }
    }

    private static Finding Kept(AlertState open) => new(open.Kind, About, open.Episode, open.Severity, open.Step, open.Text);

    private static bool IsNews(Situation situation, ImmutableArray<CallReport> run, RefusalCause cause, bool contradiction) =>
        !(cause.IsPassing() && run[^1].At - run[0].At < Settled)
        && !(cause.IsLackOfCredit() && CreditCameSince(situation, run[^1].At))
        && (cause.IsLackOfCredit() && RefusalAdvice.HasCredit(situation)) == contradiction
        && !(contradiction && IsPatient(situation, run[^1].At));

    private static Severity SeverityOf(Situation situation, ImmutableArray<CallReport> run, RefusalCause cause, bool contradiction) =>
        (!contradiction && cause.IsLackOfCredit()) || cause == RefusalCause.Deactivated || (cause == RefusalCause.HardLimit && RefusalAdvice.LacksCredit(situation))
            || run[^1].At - run[0].At >= TimeSpan.FromHours(12)
            ? Severity.Critical : Severity.Warning;

    private static CallReport? LastRefusal(Situation situation) => situation.Told.Calls.LastOrDefault(call => call.Refusal is not null);

    /// <summary>When a call was seen to succeed after the refusal: as an application or the probe reported it, or in usage, where that shows it.</summary>
    private static (DateTimeOffset At, string Seen)? SuccessSince(Situation situation, CallReport last)
    {
        var reported = situation.Told.Calls.FirstOrDefault(call => call.Refusal is null && call.At >= last.At);
        if (reported is not null)
        {
            return (reported.At, "a call succeeded at");
        }

        var used = situation.Usage.Recent.FirstOrDefault(slot => slot.Requests > 0 && slot.Start >= last.At && ShowsThatItIsOver(slot, last));
        return used is null ? null : (used.Start, "usage shows calls again since");
    }

    /// <summary>Calls of another project say nothing of one that is refused, and those of another key nothing of a key.</summary>
    private static bool ShowsThatItIsOver(UsageSlot slot, CallReport last) =>
        RefusalCauses.Of(last.Refusal) is var cause && cause.IsOfWholeOrganization() ? last.Project is null || slot.ProjectId is null || slot.ProjectId == last.Project
        : cause == RefusalCause.ProjectSpendLimit && last.Project is { } project && slot.ProjectId == project;

    /// <summary>The refusals since the last call that succeeded, without a day of silence between two of them.</summary>
    private static ImmutableArray<CallReport> RunUpTo(Situation situation, CallReport last)
    {
        var calls = situation.Told.Calls;
        var first = calls.LastIndexOf(last);
        var end = first;
        while (first > 0 && calls[first - 1].Refusal is not null && calls[first].At - calls[first - 1].At <= Forgotten)
        {
            first--;
        }

        return calls[first..(end + 1)];
    }

    /// <summary>What was refused before the credit came says nothing of it: the next report tells.</summary>
    private static bool CreditCameSince(Situation situation, DateTimeOffset instant) =>
        situation.Organization.Grants.Any(grant => grant.EffectiveAt > instant && grant.EffectiveAt <= situation.Now);

    /// <summary>A refusal so soon after paying is how it goes, and no news when it has grown old: one that comes later is.</summary>
    private static bool IsPatient(Situation situation, DateTimeOffset refusedAt) =>
        situation.Payments.Select(payment => payment.At).Concat(situation.Organization.Grants.Select(grant => grant.PurchasedAt ?? grant.EffectiveAt))
            .Any(bought => bought <= refusedAt && refusedAt - bought < PatienceAfterPurchase);

    private static AlertText Text(Situation situation, ImmutableArray<CallReport> run, RefusalCause cause, bool contradiction)
    {
        var (first, code) = (run[0], Shown(run[^1].Refusal!));
        var (meaning, action) = contradiction ? Contradiction(cause) : RefusalAdvice.Of(situation, cause, code);
        return new AlertText(
            Subject: contradiction ? $"Calls to OpenAI are refused although {situation.Ledger.Balance} of credit is left" : $"Calls to OpenAI are refused since {When.Short(first.At)}",
            Lead: $"Calls are refused with {code} since {When.Long(first.At)}{(contradiction ? $", although the ledger has {situation.Ledger.Balance} of usable credit" : "")}.",
            Consequence: meaning,
            Action: action,
            Deadline: null,
            Facts:
            [
                new("refusals", string.Create(CultureInfo.InvariantCulture, $"{run.Length} since {When.Short(first.At)}, the last at {When.Short(run[^1].At)}, told by {run[^1].ToldBy}")),
                new("code", code),
                new("project", run.Select(call => call.Project).OfType<string>().Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } projects ? Shown(string.Join(", ", projects)) : "not told"),
                new("ends", $"half an hour after the last refusal once a call is seen to succeed; where none can be seen, {When.Span(Forgotten)} after it"),
                .. situation.Basis(),
            ])
        { AtStake = contradiction || (cause == RefusalCause.Deactivated && RefusalAdvice.HasCredit(situation)) ? situation.Ledger.Balance : null };
    }

    private static (string Meaning, string Action) Contradiction(RefusalCause cause) => cause == RefusalCause.BillingInactive
        ? ("There is credit, but the account's billing is not active: activating is not the same as paying.", "Have the account's owner open the billing page and activate it. Do not buy more credit yet.")
        : ("Either the calls go to another organization, a key was made while the balance was zero, the account is inactive, or OpenAI's own ledger differs.",
            "Check in this order: the organization of the key, the project's limit, the account's state, OpenAI's status page. Do not buy more credit yet.");

    /// <summary>Comes from an application: bounded, on one line.</summary>
    private static string Shown(string text) => SafeText.Cut(SafeText.Line(text), 80);

    private static string Ending(Situation situation, AlertState alert) =>
        LastRefusal(situation) is not { } last || situation.Now - last.At > Forgotten ? $"no refusal was reported for {When.Span(Forgotten)}"
        : SuccessSince(situation, last) is { } success ? $"{success.Seen} {When.Short(success.At)}"
        : alert.Kind == AlertKind.RefusedWithCredit ? "no credit is left by now, or the cause is another one, which is told by itself"
        : "there is credit by now, which makes it a contradiction told by itself";
}
