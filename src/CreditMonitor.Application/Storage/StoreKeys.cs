using System.Globalization;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Storage;

/// <summary>Partitions and row keys. Disjoint ranges: what a decision needs lies under <c>d.</c> and is one query.</summary>
internal static class StoreKeys
{
    private const string OrganizationPrefix = "org-";
    public const string Fleet = "fleet";
    public const string FleetMailPrefix = "mail.";
    public const string FleetFaultPrefix = "fault.";
    public const string DecisionFrom = "d.";
    public const string DecisionTo = "d/";
    public const string Head = "d.head";
    public const string Gaps = "d.gaps";
    public const string AlertPrefix = "d.alert.";
    public const string MonthPrefix = "d.cost.";
    public const string MailPrefix = "d.mail.";
    public const string MailTo = "d.mail/";
    public const string ToldPrefix = "d.told.";
    public const string ToldTo = "d.told/";
    public const string UsageRecent = "d.usage.recent";
    public const string UsagePast = "d.usage.past";
    public const string SubscriptionPrefix = "d.sub.";
    public const string SubscriptionTo = "d.sub/";
    public const string SpillPrefix = "d.spill.";
    public const string SpillTo = "d.spill/";
    public const string GatheredPrefix = "d.digest.";
    public const string BadgeGeneration = "g.badge";
    public const string AuditFrom = "a.";
    public const string AuditTo = "a/";
    public const string SnapshotFrom = "s.";
    public const string SnapshotTo = "s/";

    public static string Partition(string organizationId) => OrganizationPrefix + organizationId;

    /// <summary>Whose a partition is, for people: an organization's id, or a word for what all share.</summary>
    public static string OwnerOf(string partition) =>
        partition.StartsWith(OrganizationPrefix, StringComparison.Ordinal) ? partition[OrganizationPrefix.Length..] : $"the shared partition {partition}";

    /// <summary>Beside the organization's status row, whose key is its id: a slug, without a dot.</summary>
    public static string FleetMail(string organizationId) => FleetMailPrefix + organizationId;

    /// <summary>What failed last of the organization's polls; it counts until a poll is committed after it.</summary>
    public static string FleetFault(string organizationId) => FleetFaultPrefix + organizationId;

    public static string Alert(string alertKey) => AlertPrefix + alertKey;

    public static string Mail(string messageId) => MailPrefix + messageId;

    /// <summary>Content-addressed: a month's row is never changed, a new one takes its place when the head names it.</summary>
    public static string Month(string month, string hash) => $"{MonthPrefix}{month}.{hash}";

    public static string Told(string kind, string month) => $"{ToldPrefix}{kind}.{month}";

    public static string Subscription(string id) => SubscriptionPrefix + id;

    /// <summary>What waits for a subscription's next digest.</summary>
    public static string Gathered(string subscriptionId, string messageId) => $"{GatheredPrefix}{subscriptionId}.{messageId}";

    /// <summary>Which of them a digest has counted, while more are to be removed than one transaction takes.</summary>
    public static string Counted(string subscriptionId) => $"d.digested.{subscriptionId}";

    public static string Spill(string hash) => SpillPrefix + hash;

    /// <summary>Where a mail that was handed over stands.</summary>
    public static string Delivery(string mailId) => $"t.{mailId}";

    /// <summary>Newest first; <paramref name="unique"/> parts entries of one instant.</summary>
    public static string Audit(DateTimeOffset at, string unique) => $"{AuditFrom}{Descending(at)}.{unique}";

    /// <summary>Newest first: keys ascend as instants descend.</summary>
    public static string Snapshot(DateTimeOffset at) => SnapshotFrom + Descending(at);

    public static string Delivered(DateTimeOffset at, string messageId) => $"m.{Descending(at)}.{messageId}";

    /// <summary>Content-addressed by the hash that the day's figure carries.</summary>
    public static string Breakdown(DateOnly day, long rowsHash) => $"b.{day:yyyy-MM-dd}.{rowsHash:x16}";

    public static string MonthOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static string Breakdown(DayCost day) => Breakdown(day.Day, day.RowsHash);

    private static string Descending(DateTimeOffset at) => (DateTimeOffset.MaxValue.UtcTicks - at.UtcTicks).ToString("D19", CultureInfo.InvariantCulture);
}
