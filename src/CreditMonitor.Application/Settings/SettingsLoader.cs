using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Ledger;
using NCrontab;

namespace CreditMonitor.Settings;

/// <summary>The settings, or every fault in them, each one sentence that names the setting in full.</summary>
/// <param name="Warnings">What was put up with, such as an unknown time zone.</param>
public sealed record SettingsOutcome(MonitorSettings? Settings, ImmutableArray<string> Faults, ImmutableArray<string> Warnings);

/// <summary>Reads section <c>CreditMonitor</c> whole.</summary>
public static partial class SettingsLoader
{
    public const string Root = "CreditMonitor";
    public const string DefaultSqlite = ".creditmonitor/monitor.db";
    public const string DefaultPickup = ".creditmonitor/mail";
    public const string DefaultFrom = "Credit Monitor <credit-monitor@localhost>";
    public static readonly ScheduleSettings DefaultSchedules = new("0 */5 * * * *", "0 2 * * * *", "0 37 * * * *");

    /// <param name="underFunctionsHost">Some settings then have no default (<see cref="FunctionsHostSettings"/>).</param>
    public static SettingsOutcome Load(IConfiguration configuration, bool underFunctionsHost = false)
    {
        var faults = new List<string>();
        var warnings = new List<string>();
        var root = new SettingsReader(configuration.GetSection(Root), faults, warnings);
        var settings = new MonitorSettings(
            Organizations(root), Storage(root.Section("Storage")), MailSection.Read(root.Section("Mail")), Access(root.Section("Access")),
            Schedules(root.Section("Schedules")), root.Address("PublicUrl", null))
        {
            Telemetry = TelemetrySection.Read(root.Section("Telemetry"), configuration),
        };
        root.RefuseUnknown();
        if (underFunctionsHost)
        {
            FunctionsHostSettings.Require(configuration.GetSection(Root), faults);
            settings = settings with { Schedules = FunctionsHostSettings.Schedules(configuration, settings.Schedules, faults) };
        }
        else if (settings is { Access.Keys.IsEmpty: true, PublicUrl.IsLoopback: false })
        {
            root.Fault(
                "PublicUrl",
                "leads here from other machines, and no access key is configured: "
                + "set CreditMonitor:Access:Keys:0:Name and CreditMonitor:Access:Keys:0:Secret, or leave PublicUrl out.");
        }

        return new SettingsOutcome(faults.Count == 0 ? settings : null, [.. faults], [.. warnings]);
    }

    private static ImmutableArray<OrganizationSettings> Organizations(SettingsReader root)
    {
        var organizations = root.Sections("Organizations").Select(Organization).ToImmutableArray();
        if (organizations.IsEmpty)
        {
            root.Fault("Organizations", "is empty: set CreditMonitor:Organizations:0:Id and CreditMonitor:Organizations:0:AdminKey, or run the demo, which needs no setting.");
        }

        foreach (var twice in organizations.GroupBy(organization => organization.Id, StringComparer.Ordinal).Where(same => same.Key.Length > 0 && same.Count() > 1))
        {
            root.Fault("Organizations", $"has the Id '{twice.Key}' {twice.Count()} times; each organization needs its own.");
        }

        foreach (var shared in organizations.Where(organization => organization.AdminKey.Length > 0).GroupBy(organization => organization.AdminKey, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            root.Fault("Organizations", $"gives {string.Join(" and ", shared.Select(organization => $"'{organization.Id}'"))} the same AdminKey, which would count one organization's spend twice.");
        }

        return organizations;
    }

    private static OrganizationSettings Organization(SettingsReader reader)
    {
        var id = reader.Required("Id", "a slug of a to z, 0 to 9 and -, at most 40 long");
        if (id.Length > 0 && !Slug().IsMatch(id))
        {
            reader.Fault("Id", $"is '{id}'; expected a slug of a to z, 0 to 9 and -, at most 40 long.");
        }

        var organization = new OrganizationSettings(
            id, reader.Text("Name") ?? id, Zone(reader), reader.Required("AdminKey", "an OpenAI admin key (it begins with sk-admin-), by environment variable or Key Vault reference"),
            reader.Address("BaseUrl", "https://api.openai.com/v1") ?? new Uri("https://api.openai.com/v1"), BillingModes(reader),
            reader.Choice("BurnOrder", BurnOrder.PromotionalFirst, BurnOrder.PromotionalFirst, BurnOrder.SoonestExpiringFirst),
            Grants(reader), Addresses(reader, "Subscribers"), AlertSection.Read(reader.Section("Alerts")))
        {
            Account = AccountSection.Read(reader),
            Inbound = InboundSection.Read(reader.Section("Inbound")),
            Probe = ProbeSection.Read(reader.Section("Probe")),
        };
        reader.RefuseUnknown();
        return organization;
    }

    private static TimeZoneInfo Zone(SettingsReader reader)
    {
        var name = reader.Text("TimeZone") ?? "UTC";
        if (name is "UTC")
        {
            return TimeZoneInfo.Utc;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return zone;
        }

        reader.Warn("TimeZone", $"is '{name}', which this machine does not know (is tzdata installed?); dates in mails are shown in UTC.");
        return TimeZoneInfo.Utc;
    }

    /// <summary><c>prepaid</c>, <c>monthly</c>, or dated spans separated by commas: <c>monthly,2026-03-01:prepaid</c>.</summary>
    private static ImmutableArray<BillingModeSpan> BillingModes(SettingsReader reader)
    {
        var spans = ImmutableArray.CreateBuilder<BillingModeSpan>();
        foreach (var part in (reader.Text("BillingMode") ?? "prepaid").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.LastIndexOf(':');
            var day = DateOnly.MinValue;
            var known = part[(colon + 1)..] is "prepaid" or "monthly" && (colon < 0 || DateOnly.TryParseExact(part[..colon], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day));
            if (!known)
            {
                reader.Fault("BillingMode", $"is '{part}'; expected prepaid, monthly, or one of them with the day from which it holds, such as 2026-03-01:prepaid.");
                continue;
            }

            spans.Add(new BillingModeSpan(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), part.EndsWith("monthly", StringComparison.Ordinal) ? BillingMode.Monthly : BillingMode.Prepaid));
        }

        return [.. spans.OrderBy(span => span.From)];
    }

    private static ImmutableArray<CreditGrant> Grants(SettingsReader reader)
    {
        var grants = reader.Sections("Grants").Select(Grant).OfType<CreditGrant>().ToImmutableArray();
        foreach (var twice in grants.GroupBy(grant => grant.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            reader.Fault("Grants", $"has the Id '{twice.Key}' {twice.Count()} times; each grant needs its own.");
        }

        return grants;
    }

    private static CreditGrant? Grant(SettingsReader reader)
    {
        var before = reader.Faults.Count;
        var id = reader.Required("Id", "a name of the grant, unique in its organization, at most 100 characters");
        if (id.Length > 100 || id.Any(char.IsControl))
        {
            reader.Fault("Id", "is too long or holds control characters; expected at most 100 characters.");
        }

        var kind = reader.Choice("Kind", GrantKind.Paid, GrantKind.Paid, GrantKind.Promotional);
        var amount = reader.Amount("Amount", required: true);
        var effective = reader.Instant("EffectiveAt", required: true);
        var expires = reader.Instant("ExpiresAt", required: false);
        var purchased = reader.Instant("PurchasedAt", required: false);
        reader.RefuseUnknown();
        return reader.Faults.Count > before ? null : new CreditGrant(id, kind, amount!.Value, effective!.Value, expires, null, purchased);
    }

    private static ImmutableArray<string> Addresses(SettingsReader reader, string key)
    {
        var addresses = reader.Texts(key) ?? [];
        foreach (var address in addresses.Where(address => SubscriberText.FaultOf(address) is not null))
        {
            reader.Fault(key, $"has {SubscriberText.FaultOf(address)}");
        }

        return [.. addresses.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static StorageSettings Storage(SettingsReader reader)
    {
        var sqlite = reader.Text("Sqlite");
        var endpoint = reader.Address("TableEndpoint", null);
        var connection = reader.Secret("ConnectionString");
        reader.RefuseUnknown();
        if (new object?[] { sqlite, endpoint, connection }.Count(set => set is not null) > 1)
        {
            reader.Faults.Add($"{reader.Path} has more than one of Sqlite, TableEndpoint and ConnectionString; set only the one to use.");
        }

        if (endpoint is not null && TableAddress.FaultOf(endpoint) is { } wrongEndpoint)
        {
            reader.Fault("TableEndpoint", wrongEndpoint);
        }

        if (connection is not null && TableAddress.FaultOf(connection) is { } wrongConnection)
        {
            reader.Fault("ConnectionString", wrongConnection);
        }

        return endpoint is null && connection is null ? new StorageSettings(sqlite ?? DefaultSqlite, null, null) : new StorageSettings(sqlite, endpoint, connection);
    }

    private static AccessSettings Access(SettingsReader reader)
    {
        var keys = reader.Sections("Keys").Select(Key).ToImmutableArray();
        var secrets = reader.Texts("TokenSecret") ?? [];
        if (secrets.Any(secret => secret.Length < 32))
        {
            reader.Fault("TokenSecret", "has a secret shorter than 32 characters; use 32 random ones or more.");
        }

        var access = new AccessSettings(keys, secrets, Domains(reader)) { AllowPrivateAddresses = reader.Flag("AllowPrivateAddresses", false), TrustPlatformIdentity = reader.Flag("TrustPlatformIdentity", false), RequestsPerMinute = RequestsPerMinute(reader) };
        reader.RefuseUnknown();
        return access;
    }

    private static int RequestsPerMinute(SettingsReader reader)
    {
        if (reader.Text("RequestsPerMinute") is not { } text)
        {
            return AccessSettings.UsualRequestsPerMinute;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var requests) && requests is >= 10 and <= 100_000)
        {
            return requests;
        }

        reader.Fault("RequestsPerMinute", $"is '{SettingsReader.Shown(text)}'; expected a whole number from 10 to 100000.");
        return AccessSettings.UsualRequestsPerMinute;
    }

    private static ImmutableArray<string> Domains(SettingsReader reader)
    {
        var domains = reader.Texts("SubscriberDomains") ?? [];
        foreach (var domain in domains.Where(domain => !MailAddressText.IsPlain("team@" + domain) || !domain.Contains('.', StringComparison.Ordinal)))
        {
            reader.Fault("SubscriberDomains", $"has '{SettingsReader.Shown(domain)}'; expected the part after the @, such as example.com.");
        }

        return [.. domains.Select(domain => domain.ToLowerInvariant())];
    }

    private static AccessKey Key(SettingsReader reader)
    {
        var secret = reader.Required("Secret", "a random secret of 20 characters or more");
        if (secret.Length is > 0 and < 20)
        {
            reader.Fault("Secret", "is shorter than 20 characters; use a longer random one.");
        }

        var key = new AccessKey(reader.Required("Name", "a name for the caller, which appears in logs"), secret, reader.Choice("Scope", AccessScope.Read, AccessScope.Read, AccessScope.Write));
        reader.RefuseUnknown();
        return key;
    }

    private static ScheduleSettings Schedules(SettingsReader reader)
    {
        var schedules = new ScheduleSettings(Cron(reader, "Usage", DefaultSchedules.Usage), Cron(reader, "Billing", DefaultSchedules.Billing), Cron(reader, "Digest", DefaultSchedules.Digest));
        reader.RefuseUnknown();
        return schedules;
    }

    private static string Cron(SettingsReader reader, string key, string fallback)
    {
        var text = reader.Text(key) ?? fallback;
        if (CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is null)
        {
            reader.Fault(key, $"is '{text}'; expected six fields (second minute hour day month weekday, UTC), such as 0 */5 * * * *.");
        }

        return text;
    }

    [GeneratedRegex("^[a-z0-9-]{1,40}$")]
    private static partial Regex Slug();
}
