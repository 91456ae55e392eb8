using System.Collections.Immutable;
using CreditMonitor.Core.Explanations;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Intake;
using CreditMonitor.Status;

namespace CreditMonitor.Http.Pages;

/// <summary>What an organization's own page shows.</summary>
/// <param name="At">The last poll; null: none yet.</param>
/// <param name="Chart">Null where there is nothing to draw.</param>
/// <param name="OpenAlerts">The most severe first.</param>
/// <param name="Said">What a form just kept; null: nothing.</param>
/// <param name="Fault">Why a form was not kept; null: it was, or there was none.</param>
public sealed record OrganizationPageModel(
    OrganizationBody Organization, DateTimeOffset? At, FanChart? Chart, DateTimeOffset Now, ImmutableArray<KnownAlert> OpenAlerts, PageCharges Charges, PageMonth Month, ImmutableArray<PageSource> Sources, string? Said, string? Fault);

/// <param name="Shown">Unexplained ones first, then the newest.</param>
/// <param name="InAll">How many are held.</param>
/// <param name="AsOf">When a statement was last imported; null: never.</param>
public sealed record PageCharges(ImmutableArray<PageCharge> Shown, int InAll, DateTimeOffset? AsOf);

/// <param name="IsJudged">A person has said something of it that can be taken back.</param>
public sealed record PageCharge(ReconciledCharge Told, string Words, bool IsJudged);

/// <summary>One month's statement.</summary>
/// <param name="CostsAsOf">Null: costs were never read.</param>
/// <param name="Earlier">First days of the months before it that anything is known of, the latest first.</param>
/// <param name="Later">First day of the month after it; null: that has not begun.</param>
public sealed record PageMonth(Explanation Explanation, DateTimeOffset? CostsAsOf, ImmutableArray<DateOnly> Earlier, DateOnly? Later);

/// <summary>One source of what the page says.</summary>
/// <param name="AsOf">When it was last read or told; null: never.</param>
/// <param name="State"><c>fresh</c>, <c>stale</c>, <c>unknown</c>, or <c>by hand</c> where nobody polls.</param>
/// <param name="Failure">What went wrong last, with what to do; null while all is well.</param>
public sealed record PageSource(string Name, DateTimeOffset? AsOf, string Reach, string State, string? Failure);
