using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Settings;

/// <summary>Everything that was configured, checked whole before anything starts.</summary>
public sealed record MonitorSettings(
    ImmutableArray<OrganizationSettings> Organizations,
    StorageSettings Storage,
    MailSettings Mail,
    AccessSettings Access,
    ScheduleSettings Schedules,
    Uri? PublicUrl)
{
    /// <summary>Null: no traces and metrics are sent.</summary>
    public TelemetrySettings? Telemetry { get; init; }

    public OrganizationSettings? Find(string organizationId) => Organizations.FirstOrDefault(organization => organization.Id == organizationId);
}

/// <param name="TimeZone">For dates in mails; everything else is UTC.</param>
/// <param name="AdminKey">A secret.</param>
public sealed record OrganizationSettings(
    string Id,
    string Name,
    TimeZoneInfo TimeZone,
    string AdminKey,
    Uri BaseUrl,
    ImmutableArray<BillingModeSpan> BillingModes,
    BurnOrder BurnOrder,
    ImmutableArray<CreditGrant> Grants,
    ImmutableArray<string> Subscribers,
    AlertSettings Alerts)
{
    /// <summary>What the account is set to: auto-recharge, plan, card, each since its instant.</summary>
    public ImmutableArray<RecordedFact> Account { get; init; } = [];

    /// <summary>Receipts may come by mail; null: none are taken in.</summary>
    public InboundSettings? Inbound { get; init; }

    /// <summary>A call of a few millionths of a dollar with each billing poll; null: none is made.</summary>
    public ProbeSettings? Probe { get; init; }

    public WatchedOrganization Watched(TimeSpan pollInterval) => new(Id, Name, Grants, BurnOrder, BillingModes, Alerts, Subscribers, pollInterval) { Account = Account };

    /// <summary>Without the key, which must not reach a log by way of a record's text.</summary>
    public override string ToString() => $"{Id} at {BaseUrl}";
}

/// <param name="Secret">Part of the address that SendGrid calls; names the organization.</param>
/// <param name="Senders">Addresses or domains whose signed mails are looked at.</param>
public sealed record InboundSettings(string Secret, ImmutableArray<string> Senders)
{
    public override string ToString() => $"{Senders.Length} senders";
}

/// <param name="ApiKey">A secret: of a project, not the admin key.</param>
public sealed record ProbeSettings(string ApiKey, string Model)
{
    public override string ToString() => Model;
}

/// <summary>Exactly one is set.</summary>
public sealed record StorageSettings(string? Sqlite, Uri? TableEndpoint, string? ConnectionString)
{
    public override string ToString() => Sqlite ?? TableEndpoint?.ToString() ?? "connection string";
}

/// <param name="Pickup">A folder that receives <c>.eml</c> files; null when SendGrid sends.</param>
public sealed record MailSettings(string From, string? Pickup, SendGridSettings? SendGrid);

/// <param name="ApiKey">A secret.</param>
/// <param name="BaseUrl">Without the API's version.</param>
/// <param name="EventWebhookPublicKey">Base64 of a SubjectPublicKeyInfo; null: no event is believed.</param>
public sealed record SendGridSettings(string ApiKey, Uri BaseUrl, string? EventWebhookPublicKey)
{
    public override string ToString() => BaseUrl.ToString();
}

public sealed record AccessSettings(ImmutableArray<AccessKey> Keys, ImmutableArray<string> TokenSecrets, ImmutableArray<string> SubscriberDomains)
{
    /// <summary>Webhooks may lead to addresses that only this network knows, and to http on this machine.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>Whoever App Service authentication signed in may read the pages; whom it signs in is said there.</summary>
    public bool TrustPlatformIdentity { get; init; }

    /// <summary>What one caller may ask for in a minute, all at once if it likes.</summary>
    public int RequestsPerMinute { get; init; } = UsualRequestsPerMinute;

    public const int UsualRequestsPerMinute = 600;

    public override string ToString() => $"{Keys.Length} keys";
}

public enum AccessScope
{
    Read,
    Write,
}

public sealed record AccessKey(string Name, string Secret, AccessScope Scope)
{
    public override string ToString() => Name;
}

/// <param name="Endpoint">Where a collector takes OTLP over HTTP; ends with a slash, and each signal's path follows.</param>
/// <param name="Headers">A secret: what is sent with each post, as OTEL_EXPORTER_OTLP_HEADERS would hold it; null: what that holds.</param>
public sealed record TelemetrySettings(Uri Endpoint, string? Headers)
{
    public override string ToString() => Endpoint.ToString();
}

/// <summary>Six-field cron expressions (NCRONTAB), UTC.</summary>
public sealed record ScheduleSettings(string Usage, string Billing, string Digest);
