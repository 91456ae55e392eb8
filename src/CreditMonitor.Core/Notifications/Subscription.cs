using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Notifications;

/// <summary>By which way a subscription is told. Written in snake_case outside.</summary>
public enum SubscriptionChannel
{
    Mail,

    /// <summary>Signed as Standard Webhooks say.</summary>
    Webhook,

    /// <summary>An incoming webhook of Slack, or of what takes the same.</summary>
    Slack,

    /// <summary>An incoming webhook of Teams.</summary>
    Teams,
}

/// <summary>When a subscription is told.</summary>
public enum Cadence
{
    Immediate,

    /// <summary>Gathered, each morning; what cannot wait that long is told at once.</summary>
    Daily,

    /// <summary>Gathered, each Monday morning; what cannot wait that long is told at once.</summary>
    Weekly,
}

public enum SubscriptionStatus
{
    /// <summary>Nothing but the confirmation is sent.</summary>
    Pending,

    Confirmed,

    /// <summary>Its owner, or who runs the monitor, ended it.</summary>
    Stopped,

    /// <summary>The address does not take mail, or its owner called it spam.</summary>
    Bounced,
}

/// <summary>Which alerts a subscription wants, and when. The default wants everything at once.</summary>
/// <param name="Kinds">Empty: all. A blind monitor is told whatever stands here, since silence would pass for good news.</param>
/// <param name="LeastDollars">An alert that names no amount is not held back by it.</param>
/// <param name="WindowsDays">Own days before a lapse, descending; null: the organization's.</param>
/// <param name="TimeZone">IANA; null: the organization's.</param>
public sealed record SubscriptionPreferences(
    ImmutableArray<AlertKind> Kinds,
    Severity LeastSeverity,
    Usd LeastDollars,
    ImmutableArray<int>? WindowsDays,
    Cadence Cadence,
    string? TimeZone)
{
    public static SubscriptionPreferences Everything { get; } = new([], Severity.Info, Usd.Zero, null, Cadence.Immediate, null);

    public bool SaysTheSame(SubscriptionPreferences other) =>
        this with { Kinds = other.Kinds, WindowsDays = other.WindowsDays } == other
        && Kinds.SequenceEqual(other.Kinds) && (WindowsDays ?? [-1]).SequenceEqual(other.WindowsDays ?? [-1]);
}

/// <summary>An address that is told of one organization, or of all. For all, every organization keeps a copy with the same id.</summary>
/// <param name="Id">Opaque; the same channel, address and extent always give the same one.</param>
/// <param name="Address">A mail address, or an https address that may itself be a secret.</param>
/// <param name="Asked">When confirmations were sent lately, newest first: they are bounded.</param>
/// <param name="DigestedTo">The last digest that was made; null: none yet.</param>
/// <param name="Why">Why it stands as it does, for people; without addresses.</param>
public sealed record Subscription(
    string Id,
    SubscriptionChannel Channel,
    string Address,
    bool AllOrganizations,
    SubscriptionPreferences Wishes,
    SubscriptionStatus Status,
    DateTimeOffset StatusAt,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    ImmutableArray<DateTimeOffset> Asked,
    DateTimeOffset? DigestedTo = null,
    string? Why = null)
{
    public const string ByConfiguration = "configuration";

    /// <summary>Whoever deploys vouches for the address.</summary>
    [JsonIgnore]
    public bool IsConfigured => CreatedBy == ByConfiguration;

    [JsonIgnore]
    public bool IsConfirmed => Status == SubscriptionStatus.Confirmed;

    /// <param name="organizationId">Null: all.</param>
    public static string IdOf(SubscriptionChannel channel, string address, string? organizationId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{SnakeCase.Of(channel)}\n{KeyOf(channel, address)}\n{organizationId ?? "*"}")))[..32];

    /// <summary>Addresses that are one mailbox to any mail server in use are one here; a path of an address of the web is not folded.</summary>
    public static string KeyOf(SubscriptionChannel channel, string address) => channel == SubscriptionChannel.Mail ? address.ToLowerInvariant() : address;

    /// <summary>Told everything at once, by configuration: an address, or <c>slack:</c>, <c>teams:</c> or <c>webhook:</c> and an https address.</summary>
    public static Subscription Configured(string organizationId, string text)
    {
        var (channel, address) = Split(text);
        return new Subscription(
            IdOf(channel, address, organizationId), channel, address, false, SubscriptionPreferences.Everything, SubscriptionStatus.Confirmed,
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, ByConfiguration, []);
    }

    /// <summary>A channel's name before a colon, or a mail address.</summary>
    public static (SubscriptionChannel Channel, string Address) Split(string text)
    {
        foreach (var channel in Enum.GetValues<SubscriptionChannel>())
        {
            var prefix = SnakeCase.Of(channel) + ":";
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return (channel, text[prefix.Length..]);
            }
        }

        return (SubscriptionChannel.Mail, text);
    }

    /// <summary>The configured ones with those that are kept: a kept one takes the place of a configured one with its id, so that a configured address can stop too.</summary>
    public static ImmutableArray<Subscription> Merge(string organizationId, ImmutableArray<string> configured, ImmutableArray<Subscription> kept)
    {
        var ids = kept.Select(subscription => subscription.Id).ToHashSet(StringComparer.Ordinal);
        return [.. configured.Select(address => Configured(organizationId, address)).Where(subscription => !ids.Contains(subscription.Id)), .. kept];
    }

    /// <summary>For lists and logs: enough for its owner to know it by, and no more.</summary>
    [JsonIgnore]
    public string Masked => Channel == SubscriptionChannel.Mail
        ? $"{Address[..1]}…{Address[Address.IndexOf('@', StringComparison.Ordinal)..]}"
        : MaskOf(Channel, Address);

    /// <summary>An address of the web by its host alone: the rest may be a secret. An address of mail is shown whole to whoever runs the
    /// monitor.</summary>
    public static string MaskOf(SubscriptionChannel channel, string address) =>
        channel == SubscriptionChannel.Mail ? address
        : Uri.TryCreate(address, UriKind.Absolute, out var uri) ? $"{SnakeCase.Of(channel)} at {uri.Host}" : SnakeCase.Of(channel);

    /// <summary>Without the address.</summary>
    public override string ToString() => $"subscription {Id}";
}
