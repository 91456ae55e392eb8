using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Subscriptions;

/// <content>How a subscription is asked for, by a caller with a key and by an anonymous one.</content>
internal sealed partial class Subscribers
{
    /// <summary>Confirmations to one address within a day, and how far apart: nobody is to be pestered through this program.</summary>
    private const int MostConfirmations = 3;

    private static readonly TimeSpan BetweenConfirmations = TimeSpan.FromMinutes(5);

    /// <summary>All of them are read with every decision. What anonymous callers wait for has a bound of its own.</summary>
    private const int MostOfOneOrganization = 200;

    /// <param name="vouched">An API caller's or the operator's word. An anonymous caller's ask never changes what stands, and what came
    /// of it is for nobody to see.</param>
    /// <returns>Why nothing was kept, for a caller whose word counts; null when all is well.</returns>
    public async Task<string?> AskAsync(SubscriptionRequest ask, string by, bool vouched, CancellationToken cancellationToken)
    {
        ImmutableArray<OrganizationSettings> organizations =
            [.. settings.Organizations.Where(organization => ask.OrganizationId is null || organization.Id == ask.OrganizationId)];
        if (organizations.IsEmpty)
        {
            return "organization is not watched here; give a known Id, or none for all.";
        }

        if (!vouched)
        {
            await AskAnonymouslyAsync(organizations, ask, cancellationToken);
            return null;
        }

        var refusal = await KeepAsync(organizations, new Asking(ask, by, true, MayMail(ask.Address, vouched: true)), cancellationToken);
        await SettleAsync(organizations, cancellationToken);
        return refusal;
    }

    /// <summary>Sends the confirmation once more, within bounds.</summary>
    public async Task AskAgainAsync(string organizationId, string subscriptionId, CancellationToken cancellationToken)
    {
        if (settings.Find(organizationId) is not { } organization)
        {
            return;
        }

        await store.ChangeSubscriptionAsync(organizationId, subscriptionId, place =>
            place.Before is { Status: SubscriptionStatus.Pending } before
            && MayAsk(before) && limits.MayMail(before.Address, vouched: false)
                ? Confirmation(organization, before, "Somebody", "confirmation sent again")
                : null, cancellationToken);
    }

    public bool IsListed(string address) =>
        settings.Access.SubscriberDomains.Contains(SubscribeLimits.DomainOf(address), StringComparer.OrdinalIgnoreCase);

    private async Task AskAnonymouslyAsync(
        ImmutableArray<OrganizationSettings> organizations, SubscriptionRequest ask, CancellationToken cancellationToken)
    {
        if (ask.Channel != SubscriptionChannel.Mail || !IsListed(ask.Address))
        {
            return;
        }

        await limits.OneByOne.WaitAsync(cancellationToken);
        try
        {
            foreach (var organization in organizations)
            {
                var kept = await store.ReadSubscriptionsAsync(organization.Id, cancellationToken);
                await ends.RunAsync(organization.Id, kept, cancellationToken);
            }

            await KeepAsync(organizations, new Asking(ask, PendingRequests.By, false, MayMail(ask.Address, vouched: false)), cancellationToken);
        }
        finally
        {
            limits.OneByOne.Release();
        }
    }

    /// <summary>The first organization sends the confirmation; where that is refused, the others keep nothing either.</summary>
    /// <returns>Why something was not kept; null when all is well.</returns>
    private async Task<string?> KeepAsync(
        ImmutableArray<OrganizationSettings> organizations, Asking asking, CancellationToken cancellationToken)
    {
        var refused = default(string);
        for (var index = 0; index < organizations.Length && (index != 1 || refused is null); index++)
        {
            var (organization, first) = (organizations[index], index == 0);
            var refusal = default(string);
            await store.ChangeSubscriptionAsync(organization.Id, asking.Id, place =>
            {
                var before = BeforeOf(organization, place, asking.Id);
                refusal = RefusalOf(before, place.All, asking, first);
                return refusal is null ? PlanFor(organization, asking, before, first) : null;
            }, cancellationToken);
            refused ??= refusal;
        }

        return refused;
    }

    /// <summary>What stands: a configured one too, which a request must not put aside.</summary>
    private static Subscription? BeforeOf(OrganizationSettings organization, SubscriptionPlace place, string id) =>
        place.Before ?? Subscription.Merge(organization.Id, organization.Subscribers, place.All).FirstOrDefault(one => one.Id == id);

    private string? RefusalOf(Subscription? before, ImmutableArray<Subscription> all, Asking asking, bool tells)
    {
        var adds = before is null or { Status: SubscriptionStatus.Stopped or SubscriptionStatus.Bounced };
        var mails = tells && asking.Ask.Channel == SubscriptionChannel.Mail;
        return before is null && all.Count(one => !PendingRequests.Waits(one)) >= MostOfOneOrganization
                ? $"There are {MostOfOneOrganization} subscriptions already; stop some, or use a team address."
            : adds && !asking.Vouched && !PendingRequests.MayAdd(all, clock.GetUtcNow()) ? "Too many others wait to be confirmed."
            : adds && mails && !asking.MayMail.Value
                ? $"Within an hour {SubscribeLimits.KnownPerDomain} confirmations were sent to {SubscribeLimits.DomainOf(asking.Ask.Address)}; ask again in an hour."
            : null;
    }

    private SubscriptionPlan? PlanFor(OrganizationSettings organization, Asking asking, Subscription? before, bool tells)
    {
        var (ask, vouched) = (asking.Ask, asking.Vouched);
        if (before is { IsConfirmed: true })
        {
            return !vouched ? before.IsConfigured ? null : AgainFor(organization, before, asking, tells)
                : before.Wishes.SaysTheSame(ask.Wishes) ? null
                : Changed(before with { Wishes = ask.Wishes, CreatedBy = Kept(before) }, $"subscription {before.Masked} changed", asking.By);
        }

        if (before is { Status: SubscriptionStatus.Pending } && !vouched && !PendingRequests.IsAnonymous(before))
        {
            // What a caller with a key asked for is not an anonymous caller's to change.
            return AgainFor(organization, before, asking, tells);
        }

        return before is { Status: SubscriptionStatus.Pending } && !MayAsk(before) && (!vouched || SaysTheSame(before, asking)) ? null
            : NewFor(organization, asking, before, tells);
    }

    private static bool SaysTheSame(Subscription before, Asking asking) =>
        before.CreatedBy == asking.By && before.Wishes.SaysTheSame(asking.Ask.Wishes);

    private SubscriptionPlan? NewFor(OrganizationSettings organization, Asking asking, Subscription? before, bool tells)
    {
        var (now, ask) = (clock.GetUtcNow(), asking.Ask);
        var created = before ?? new Subscription(
            asking.Id, ask.Channel, ask.Address, ask.OrganizationId is null, ask.Wishes, SubscriptionStatus.Pending, now, now, asking.By, []);
        var next = created with
        {
            Address = ask.Address,
            Wishes = ask.Wishes,
            Status = SubscriptionStatus.Pending,
            StatusAt = now,
            Why = asking.Vouched ? null : created.Why,    // what it was before, should nobody confirm
            CreatedBy = asking.By,
        };
        // There is nobody behind a webhook who could press a button; the caller's word stands.
        return ask.Channel != SubscriptionChannel.Mail ? Moved(next, SubscriptionStatus.Confirmed, null, asking.By)
            : tells && MayAsk(next) && asking.MayMail.Value ? Confirmation(organization, next, asking.AskedBy, before is null ? "asked for" : "asked for again")
            : !asking.Vouched && tells ? null
            : Changed(next, $"subscription {next.Masked} asked for", asking.By);
    }

    private SubscriptionPlan? AgainFor(OrganizationSettings organization, Subscription before, Asking asking, bool tells) =>
        tells && MayAsk(before) && asking.MayMail.Value ? Confirmation(organization, before, "Somebody", "asked for again") : null;

    private bool MayAsk(Subscription subscription)
    {
        var now = clock.GetUtcNow();
        return subscription.Asked.Count(at => now - at < TimeSpan.FromDays(1)) < MostConfirmations
            && subscription.Asked.All(at => now - at >= BetweenConfirmations);
    }

    /// <summary>Counted once for each request, however often a plan is made for it.</summary>
    private Lazy<bool> MayMail(string address, bool vouched) => new(() => limits.MayMail(address, vouched));

    private SubscriptionPlan Confirmation(OrganizationSettings organization, Subscription subscription, string askedBy, string what)
    {
        var now = clock.GetUtcNow();
        var name = subscription.AllOrganizations ? null : organization.Name;
        var content = new ConfirmationAsked(name, subscription.Wishes, askedBy, now, subscription.IsConfirmed);
        var after = subscription with { Asked = [now, .. subscription.Asked.Take(MostConfirmations)] };
        return new SubscriptionPlan(
            after,
            Audit("subscribe", $"subscription {subscription.Masked} {what}", subscription.CreatedBy),
            [Outbox.Single(organization.Id, subscription, content, now, "confirmation", InstantText.Format(now))]);
    }

    /// <param name="MayMail">Whether a confirmation may be sent to that domain now.</param>
    private sealed record Asking(SubscriptionRequest Ask, string By, bool Vouched, Lazy<bool> MayMail)
    {
        public string Id { get; } = Subscription.IdOf(Ask.Channel, Ask.Address, Ask.OrganizationId);

        public string AskedBy => Vouched ? $"Whoever runs the monitor ({By})" : "Somebody";
    }
}
