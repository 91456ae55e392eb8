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
    public static readonly string DefaultSqlite = Default("Storage", "Sqlite");
    public static readonly string DefaultFrom = Default("Mail", "From");
    public static readonly ScheduleSettings DefaultSchedules = new(Default("Schedules", "Usage"), Default("Schedules", "Billing"), Default("Schedules", "Digest"));

    /// <param name="underFunctionsHost">Some settings then have no default (<see cref="FunctionsHostSettings"/>).</param>
    public static SettingsOutcome Load(IConfiguration configuration, bool underFunctionsHost = false)
    {
        var faults = new List<string>();
        var warnings = new List<string>();
        var root = new SettingsReader(configuration.GetSection(Root), SettingsCatalog.Root, faults, warnings);
        var settings = new MonitorSettings(
            Organizations(root), Storage(root.Section("Storage")), MailSection.Read(root.Section("Mail")), Access(root.Section("Access")),
            Schedules(root.Section("Schedules")), root.Address("PublicUrl"))
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

    private static string Default(string group, string key) => SettingsCatalog.Root.Group(group).Setting(key).Default!;

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
        var id = reader.Required("Id");
        if (id.Length > 0 && !Slug().IsMatch(id))
        {
            reader.Fault("Id", $"is '{id}'; expected {reader.Setting("Id").Expected}.");
        }

        var organization = new OrganizationSettings(
            id, reader.Text("Name") ?? id, Zone(reader), reader.Required("AdminKey"), reader.AddressOrDefault("BaseUrl"), BillingModes(reader), reader.Choice<BurnOrder>("BurnOrder"),
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
        var name = reader.TextOrDefault("TimeZone");
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
        foreach (var part in reader.TextOrDefault("BillingMode").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = part.LastIndexOf(':');
            var day = DateOnly.MinValue;
            var known = part[(colon + 1)..] is "prepaid" or "monthly" && (colon < 0 || DateOnly.TryParseExact(part[..colon], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day));
            if (!known)
            {
                reader.Fault("BillingMode", $"is '{part}'; expected {reader.Setting("BillingMode").Expected}.");
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
        var id = reader.Required("Id");
        var longest = reader.Setting("Id").Longest;
        if (id.Length > longest || id.Any(char.IsControl))
        {
            reader.Fault("Id", $"is too long or holds control characters; expected at most {longest} characters.");
        }

        var kind = reader.Choice<GrantKind>("Kind");
        var amount = reader.Amount("Amount");
        var effective = reader.Instant("EffectiveAt");
        var expires = reader.Instant("ExpiresAt");
        var purchased = reader.Instant("PurchasedAt");
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
        var endpoint = reader.Address("TableEndpoint");
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
        var shortest = reader.Setting("TokenSecret").Shortest;
        if (secrets.Any(secret => secret.Length < shortest))
        {
            reader.Fault("TokenSecret", $"has a secret shorter than {shortest} characters; use {shortest} random ones or more.");
        }

        var access = new AccessSettings(keys, secrets, Domains(reader))
        {
            AllowPrivateAddresses = reader.Flag("AllowPrivateAddresses"),
            TrustPlatformIdentity = reader.Flag("TrustPlatformIdentity"),
            RequestsPerMinute = reader.Number("RequestsPerMinute"),
        };
        reader.RefuseUnknown();
        return access;
    }

    private static ImmutableArray<string> Domains(SettingsReader reader)
    {
        var domains = reader.Texts("SubscriberDomains") ?? [];
        foreach (var domain in domains.Where(domain => !MailAddressText.IsPlain("team@" + domain) || !domain.Contains('.', StringComparison.Ordinal)))
        {
            reader.Fault("SubscriberDomains", $"has '{SettingsReader.Shown(domain)}'; expected {reader.Setting("SubscriberDomains").Expected}.");
        }

        return [.. domains.Select(domain => domain.ToLowerInvariant())];
    }

    private static AccessKey Key(SettingsReader reader)
    {
        var secret = reader.Required("Secret");
        var shortest = reader.Setting("Secret").Shortest;
        if (secret.Length > 0 && secret.Length < shortest)
        {
            reader.Fault("Secret", $"is shorter than {shortest} characters; use a longer random one.");
        }

        var key = new AccessKey(reader.Required("Name"), secret, reader.Choice<AccessScope>("Scope"));
        reader.RefuseUnknown();
        return key;
    }

    private static ScheduleSettings Schedules(SettingsReader reader)
    {
        var schedules = new ScheduleSettings(Cron(reader, "Usage"), Cron(reader, "Billing"), Cron(reader, "Digest"));
        reader.RefuseUnknown();
        return schedules;
    }

    private static string Cron(SettingsReader reader, string key)
    {
        var text = reader.TextOrDefault(key);
        if (CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is null)
        {
            reader.Fault(key, $"is '{text}'; expected {reader.Setting(key).Expected}.");
        }

        return text;
    }

    [GeneratedRegex(SettingsCatalog.SlugPattern)]
    private static partial Regex Slug();
}
