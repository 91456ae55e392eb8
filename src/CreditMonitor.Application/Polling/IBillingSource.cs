using System.Collections.Immutable;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Polling;

/// <summary>How to reach one organization's billing figures.</summary>
/// <param name="AdminKey">A secret: it goes into the request's header and nowhere else.</param>
public sealed record BillingAccess(string OrganizationId, Uri BaseUrl, string AdminKey)
{
    public override string ToString() => $"{OrganizationId} at {BaseUrl}";
}

/// <summary>An organization's figures as the provider gives them. Never waits between tries: the poller keeps next-attempt times.</summary>
public interface IBillingSource
{
    /// <summary>All costs from <paramref name="from"/> (a UTC day, inclusive) to now, by project and line item: whole, or not at all.</summary>
    Task<Reading<CostReport>> ReadCostsAsync(BillingAccess access, DateOnly from, CancellationToken cancellationToken);

    /// <summary>The costs of one page of past UTC days (both ends inclusive, at most <see cref="CostReadPlan.PageDays"/>), by project and line item: whole, or not at all.</summary>
    Task<Reading<CostReport>> ReadCostsAsync(BillingAccess access, DaySpan days, CancellationToken cancellationToken);

    /// <summary>Every project, archived ones too.</summary>
    Task<Reading<ImmutableArray<Project>>> ReadProjectsAsync(BillingAccess access, CancellationToken cancellationToken);

    /// <summary>The organization's monthly spend limit; <c>Ok(null)</c> when none is set.</summary>
    Task<Reading<SpendLimit?>> ReadSpendLimitAsync(BillingAccess access, CancellationToken cancellationToken);

    /// <summary>Keys made and deleted since <paramref name="from"/> (inclusive), by the audit log. Empty also where the organization has it switched off: the provider does not say.</summary>
    Task<Reading<ImmutableArray<KeyEvent>>> ReadKeyEventsAsync(BillingAccess access, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Of the organization's admin keys, the end of the one in <paramref name="access"/>, where the list tells which one that is. Many keys that read costs may not read the list.</summary>
    Task<Reading<AdminKeyListing>> ReadAdminKeyAsync(BillingAccess access, CancellationToken cancellationToken);

    /// <summary>Calls to models that answer with text, by key, model and project, in slots of five minutes from <paramref name="from"/> (inclusive) to now: whole, or not at all.</summary>
    Task<Reading<UsageReport>> ReadUsageAsync(BillingAccess access, DateTimeOffset from, CancellationToken cancellationToken);

    /// <summary>Calls to one of the other endpoints, by key, model and project, in slots of an hour from <paramref name="from"/> (inclusive, on a whole hour) to now, without tokens: whole, or not at all.
    /// Many keys that read completions may not read all of them.</summary>
    Task<Reading<UsageReport>> ReadOtherUsageAsync(BillingAccess access, UsageEndpoint endpoint, DateTimeOffset from, CancellationToken cancellationToken);
}
