using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>All that a rule may look at: one moment of one organization.</summary>
/// <param name="LedgerFacts">What <paramref name="Ledger"/> was replayed from, for a rule that asks about another instant.</param>
/// <param name="Fresh">The costs are recent enough to say that something is no longer true.</param>
/// <param name="Open">Alerts open before this decision, for hysteresis and episodes.</param>
public sealed record Situation(
    DateTimeOffset Now,
    WatchedOrganization Organization,
    RecordBook Told,
    CostSource Costs,
    CostHistory History,
    LedgerFacts LedgerFacts,
    LedgerState Ledger,
    BalanceOutlook Outlook,
    bool Fresh,
    ImmutableArray<AlertState> Open)
{
    private UsagePace? _pace;
    private RunwayRange? _runway;
    private (bool Reckoned, TodaysPace? Pace) _today;

    public AlertSettings Settings => Organization.Alerts;

    /// <summary>As the API gave it last; null: none is set, or it was never read.</summary>
    public SpendLimit? SpendLimit { get; init; }

    /// <summary>Who spent most on each of the newest days, as far as their rows were read.</summary>
    public ImmutableArray<DayShares> Shares { get; init; } = [];

    /// <summary>As the provider listed them last.</summary>
    public ImmutableArray<Project> Projects { get; init; } = [];

    /// <summary>Keys made and deleted lately, oldest first; empty also where the audit log is off.</summary>
    public ImmutableArray<KeyEvent> KeyEvents { get; init; } = [];

    /// <summary>When the key that the monitor reads with ends, as far as is known.</summary>
    public AdminKeyEnd AdminKey { get; init; } = new();

    /// <summary>How asking what is beside the costs went.</summary>
    public SideSources Sources { get; init; } = new(new(), new(), new());

    public UsageHistory Usage { get; init; } = UsageHistory.Empty;

    /// <summary>Null while usage is not read, or too little of it is known.</summary>
    public UsagePace? Pace => _pace ??= UsagePace.Of(Usage, History, OpenAlert(AlertKind.SpendSpike, Rules.SpendSpike.About)?.RaisedAt, Now);

    /// <summary>What was published of the running day, figure by figure.</summary>
    public RunningDay Running { get; init; } = RunningDay.None;

    /// <summary>The running day where it already costs more than a whole one like it; null where it does not.</summary>
    public TodaysPace? Today
    {
        get
        {
            if (!_today.Reckoned)
            {
                _today = (true, HasCredit && Prepaid ? TodaysPace.Of(Running, Outlook.Foresight?.Spend, Outlook.Burn, Ledger.Balance, Now) : null);
            }

            return _today.Pace;
        }
    }

    public ImmutableArray<OtherOrganization> Others { get; init; } = [];

    /// <summary>Those that people or programs told or confirmed, oldest first. One that only came by mail explains nothing away, and raises nothing but <see cref="Rules.PaymentFailed"/>.</summary>
    public IEnumerable<Receipt> Receipts => Told.Receipts.Where(receipt => !receipt.Claimed);

    /// <summary>Payments for API credit among <see cref="Receipts"/>.</summary>
    public ImmutableArray<Receipt> Payments { get; } = [.. Told.Receipts.Where(receipt => receipt is { IsPurchase: true, Claimed: false })];

    /// <summary>What the card was charged for, and which payments became credit.</summary>
    public RecordReconciliation Reconciliation => RecordReconciliation.Of(Told, Organization.Grants);

    /// <summary>Who would be notified of what expires; empty while no balance is known.</summary>
    public Coverage Coverage { get; init; } = Coverage.None;

    /// <summary>The organization's own expiry windows; <see cref="Settings"/> has those of its subscribers too.</summary>
    public ImmutableArray<int> OwnWindows { get; init; } = [];

    /// <summary>How mail stood before this decision; null: not looked at.</summary>
    public MailStanding? Mail { get; init; }

    /// <summary>A balance above zero is or was seen. Until then it may well be that a purchase was not entered.</summary>
    public bool SawCredit { get; init; } = true;

    /// <summary>Without any grant, or before a first figure was read, there is no balance to speak of: an empty answer is not zero.</summary>
    public bool BalanceKnown => !Organization.Grants.IsEmpty && Costs.LastOkAt is not null && !History.Days.IsEmpty;

    /// <summary>Days of the ledger's span without a whole figure.</summary>
    public CostGaps Gaps { get; init; } = CostGaps.None;

    /// <summary>Those of them that should have a figure by now, ascending; empty without a grant.</summary>
    public ImmutableArray<CostGap> WantingDays => Organization.Grants.IsEmpty || Gaps.Open.IsEmpty ? []
        : Gaps.Wanting(DateOnly.FromDateTime(Organization.Grants.Min(grant => grant.EffectiveAt).UtcDateTime), Now);

    /// <summary>Credit became usable since then, or was entered since for an earlier day.</summary>
    public bool CreditAddedSince(DateTimeOffset instant) =>
        Organization.Grants.Any(grant => grant.EffectiveAt > instant && grant.EffectiveAt <= Now) || Told.Grants.Any(fact => fact.ToldAt > instant && fact.Grant.VoidedAt is null);

    /// <summary>There is a balance, and it is above zero: else nothing can run out.</summary>
    public bool HasCredit => BalanceKnown && Ledger.Balance.IsPositive;

    /// <summary>In which days the credit runs out: the one range that texts, status and page show. Null: none is foreseen, or nothing is
    /// left.</summary>
    public RunwayRange? Runway => !HasCredit ? null
        : _runway ??= Shortened(FlooredRunway.Of(Outlook.Runway, Rules.AbnormalSpend.NewFloor(History, Told), Ledger.Balance, History.KnownUntil, Now));

    private RunwayRange? Shortened(RunwayRange? range) => Today is { } today ? today.Shorten(range, Outlook.Foresight?.Spend, Now) : range;

    /// <summary>In words for a sentence that goes on from "runs out"; null where no range can be given. Without a range, the day at the
    /// burn rate.</summary>
    public string? RunsOutOn => !HasCredit ? null
        : Runway is { P10: not null } range ? $"{ForesightText.Days(range)} ({ForesightText.Sureness})"
        : Runway is null && Outlook.RunsOutAt is { } at
            ? $"about {ForesightText.Day(DateOnly.FromDateTime(at.UtcDateTime))} at {Outlook.Burn!.PerDay} a day"
        : null;

    public bool Prepaid => Organization.BillingModeAt(Now) == BillingMode.Prepaid;

    /// <summary>Days until the credit is gone at the burn rate; null: unknown or beyond two years.</summary>
    public decimal? RunwayDays => Outlook.RunsOutAt is { } at ? Math.Round((decimal)(at - Now).Ticks / TimeSpan.TicksPerDay, 2) : null;

    public static readonly TimeSpan EndedKept = TimeSpan.FromDays(2);

    /// <summary>Those that ended lately (<see cref="EndedKept"/>), for trouble that comes back.</summary>
    public ImmutableArray<AlertState> Ended { get; init; } = [];

    /// <summary>The newest of a kind about a thing that ended at or after an instant.</summary>
    public AlertState? EndedAlert(AlertKind kind, string about, DateTimeOffset since) =>
        Ended.Where(alert => alert.Kind == kind && alert.About == about && alert.ResolvedAt >= since).MaxBy(alert => alert.ResolvedAt);

    /// <summary>When the credit is gone, at the burn rate or at the pace of today where that leaves less.</summary>
    public DateTimeOffset? GoneAt => Today?.GoneAt is { } today && (Outlook.RunsOutAt is not { } usual || today < usual) ? today : Outlook.RunsOutAt;

    /// <summary>Days until then.</summary>
    public decimal? DaysLeft => GoneAt is { } at ? Math.Round((decimal)(at - Now).Ticks / TimeSpan.TicksPerDay, 2) : null;

    public AlertState? OpenAlert(AlertKind kind, string about) => Open.FirstOrDefault(alert => alert.Kind == kind && alert.About == about);

    /// <summary>When the credit runs out, as a range, with what it rests on; why there is none where there is none. Empty where nothing
    /// is left to run out.</summary>
    public ImmutableArray<AlertFact> RunsOut => !HasCredit ? [] : [new("runs_out", Runway is { } range
        ? $"{ForesightText.Days(range)} ({ForesightText.Sureness}), foreseen from {ForesightText.Basis(range)}{(Today is { } today ? $", and from {today.PerHour} an hour for the rest of today" : "")}"
        : $"unknown as a range: {Outlook.Foresight?.Why ?? "no forecast was made"}")];

    /// <summary>The figures every money alert rests on, with their age. A balance is among them where there is one.</summary>
    public ImmutableArray<AlertFact> Basis()
    {
        var facts = ImmutableArray.CreateBuilder<AlertFact>();
        if (HasCredit)
        {
            facts.Add(new AlertFact("balance", $"{Ledger.Balance} over all usable grants (declared grants less published costs)"));
        }

        facts.Add(new AlertFact("burn_rate", Outlook.Burn is { } burn
            ? $"{burn.PerDay} a day, mean of {When.Count(burn.Days, burn.IsLowerBound ? "day" : "complete day")} from {When.Day(burn.From)} to {When.Day(burn.To)}{(burn.IsLowerBound ? ", of which a part could not be read: it is more" : "")}"
            : "unknown: fewer than three complete days of cost are known"));
        if (WantingDays is { IsEmpty: false } wanting)
        {
            facts.Add(new AlertFact("unknown_days", $"{When.Count(wanting.Length, "day")} without a figure, so the balance may be lower: {string.Join(", ", wanting.TakeLast(5).Select(gap => When.Day(gap.Day)))}{(wanting.Length > 5 ? ", …" : "")}"));
        }

        facts.Add(new AlertFact("costs_as_of", Costs.LastOkAt is { } at ? $"{When.Short(at)}, from OpenAI's costs endpoint" : "never read"));
        return facts.ToImmutable();
    }
}
