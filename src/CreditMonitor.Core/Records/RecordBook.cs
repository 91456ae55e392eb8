using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Records;

/// <summary>What became of a fact that was told.</summary>
public enum FactChangeKind
{
    Added,

    /// <summary>One with the same id and another content stood there.</summary>
    Replaced,

    /// <summary>The same was told before; nothing changed.</summary>
    Unchanged,
}

/// <param name="Before">What stood there; null for a new one.</param>
public sealed record FactChange(FactChangeKind Kind, RecordedFact Fact, RecordedFact? Before);

/// <summary>Everything that was told of one organization. The order in which it was told is of no meaning.</summary>
public sealed record RecordBook
{

    /// <summary>What others compute from these records alone.</summary>
    internal Derived Derived { get; } = new();

    public static RecordBook None { get; } = new([]);

    public RecordBook(IEnumerable<RecordedFact> facts)
    {
        All = [.. facts.OrderBy(fact => fact.Kind, StringComparer.Ordinal).ThenBy(fact => fact.HappenedAt).ThenBy(fact => fact.Id, StringComparer.Ordinal)];
        Grants = [.. All.OfType<RecordedGrant>()];
        BalanceReadings = [.. All.OfType<BalanceReading>()];
        Receipts = ReceiptNotices.Joined([.. All.OfType<Receipt>()]);
        CardCharges = [.. All.OfType<CardCharge>()];
        AlertActions = All.OfType<AlertAction>().ToImmutableDictionary(word => word.Id, StringComparer.Ordinal);
        ChargeVerdicts = [.. All.OfType<ChargeVerdict>()];
        Calls = [.. All.OfType<CallReport>()];
        AutoRecharge = All.OfType<AutoRechargeSetting>().LastOrDefault();
        Plan = All.OfType<PlanChange>().LastOrDefault();
        Card = All.OfType<PaymentCard>().LastOrDefault();
    }

    /// <summary>By kind, then time, then id.</summary>
    public ImmutableArray<RecordedFact> All { get; }

    public ImmutableArray<RecordedGrant> Grants { get; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<BalanceReading> BalanceReadings { get; }

    /// <summary>Oldest first; a payment whose notice and receipt both came is there once, by its receipt.</summary>
    public ImmutableArray<Receipt> Receipts { get; }

    /// <summary>By day.</summary>
    public ImmutableArray<CardCharge> CardCharges { get; }

    public ImmutableArray<ChargeVerdict> ChargeVerdicts { get; }

    /// <summary>By the alert's key.</summary>
    public ImmutableDictionary<string, AlertAction> AlertActions { get; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<CallReport> Calls { get; }

    /// <summary>The latest; null: never told.</summary>
    public AutoRechargeSetting? AutoRecharge { get; }

    /// <summary>The latest; null: never told, so the plan runs.</summary>
    public PlanChange? Plan { get; }

    /// <summary>The latest; null: never told.</summary>
    public PaymentCard? Card { get; }

    /// <summary>Takes new facts in. Telling the same again changes nothing; of two with one id in <paramref name="told"/> the later stands.</summary>
    public (RecordBook Facts, ImmutableArray<FactChange> Changes) With(IEnumerable<RecordedFact> told)
    {
        var known = All.ToDictionary(fact => (fact.Kind, fact.Id));
        var changes = ImmutableArray.CreateBuilder<FactChange>();
        foreach (var fact in told)
        {
            var before = known.GetValueOrDefault((fact.Kind, fact.Id));
            var same = before is not null && before.SaysTheSame(fact);
            changes.Add(new FactChange(before is null ? FactChangeKind.Added : same ? FactChangeKind.Unchanged : FactChangeKind.Replaced, same ? before! : fact, before));
            known[(fact.Kind, fact.Id)] = same ? before! : fact;
        }

        return (changes.All(change => change.Kind == FactChangeKind.Unchanged) ? this : new RecordBook(known.Values), changes.ToImmutable());
    }

    /// <summary>With what the configuration declares of the account; of each setting the latest holds, and what was told takes the place of what is declared of the same instant.</summary>
    /// <param name="now">What is declared of a later instant does not hold yet.</param>
    public RecordBook With(ImmutableArray<RecordedFact> declared, DateTimeOffset now)
    {
        ImmutableArray<RecordedFact> due = [.. declared.Where(fact => fact.HappenedAt <= now && !All.Any(told => told.Kind == fact.Kind && told.Id == fact.Id))];
        return due.IsEmpty ? this : Derived.Once<WithDeclared>(
            known => known.Declared.AsSpan().SequenceEqual(due.AsSpan()), () => new WithDeclared(due, new RecordBook(due.Concat(All)))).Together;
    }

    /// <summary>The declared grants with what was told of them: a told grant takes the place of a declared one with its id.</summary>
    public ImmutableArray<CreditGrant> Merge(ImmutableArray<CreditGrant> declared)
    {
        var told = Grants.Select(told => told.Grant.Id).ToHashSet(StringComparer.Ordinal);
        return Grants.IsEmpty ? declared : [.. declared.Where(grant => !told.Contains(grant.Id)), .. Grants.Select(told => told.Grant)];
    }

    /// <summary>Together with what is declared; put together once for as long as neither changes.</summary>
    private sealed record WithDeclared(ImmutableArray<RecordedFact> Declared, RecordBook Together);
}
