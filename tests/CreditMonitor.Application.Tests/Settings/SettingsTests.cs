using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Settings;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Application.Tests.Settings;

public sealed class SettingsTests
{
    private static readonly (string, string)[] Fewest = [("Organizations:0:Id", "acme"), ("Organizations:0:AdminKey", "sk-admin-secret-value")];

    [Fact]
    public void An_id_and_a_key_are_enough()
    {
        var settings = Load(Fewest).Settings!;

        Assert.Equal("acme", settings.Organizations[0].Name);
        Assert.Equal("https://api.openai.com/v1", settings.Organizations[0].BaseUrl.ToString());
        Assert.Equal([90, 60, 30, 14, 7, 3, 1], settings.Organizations[0].Alerts.ExpiryWindowsDays);
        Assert.Equal(SettingsLoader.DefaultSqlite, settings.Storage.Sqlite);
    }

    [Theory]
    [InlineData("https://user:CANARY19@gateway.example.com/v1", "gateway.example.com")]
    [InlineData("https://CANARY19@gateway.example.com/v1", "gateway.example.com")]
    [InlineData("https://user:CANARY19@[bad/v1", "[bad")]
    [InlineData("https://us er:CANA@RY19@gateway.example.com", "gateway.example.com")]
    [InlineData("ftp://gateway.example.com/?key=CANARY19", "gateway.example.com")]
    public void An_address_is_quoted_without_what_may_be_a_secret_in_it(string address, string shown)
    {
        foreach (var key in new[] { "PublicUrl", "Organizations:0:BaseUrl", "Mail:SendGrid:BaseUrl", "Storage:TableEndpoint" })
        {
            var faults = string.Join('\n', Load([.. Fewest, ("Mail:SendGrid:ApiKey", "SG.x"), ("Mail:From", "a@example.com"), (key, address)]).Faults);

            Assert.Contains($"CreditMonitor:{key} is ", faults, StringComparison.Ordinal);
            Assert.Contains(shown, faults, StringComparison.Ordinal);
            Assert.DoesNotContain("RY19", faults, StringComparison.Ordinal);
            Assert.DoesNotContain("CANA", faults, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://credit.example.com", false)]
    [InlineData("http://192.168.1.7:8080", false)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    public void A_public_address_beyond_this_machine_needs_an_access_key(string address, bool isTaken)
    {
        var without = Load([.. Fewest, ("PublicUrl", address)]);
        var with = Load([.. Fewest, ("PublicUrl", address), ("Access:Keys:0:Name", "ops"), ("Access:Keys:0:Secret", "a-key-of-some-length-and-more")]);

        Assert.Empty(with.Faults);
        Assert.Equal(
            isTaken ? [] : ["CreditMonitor:PublicUrl leads here from other machines, and no access key is configured: set CreditMonitor:Access:Keys:0:Name and CreditMonitor:Access:Keys:0:Secret, or leave PublicUrl out."],
            without.Faults);
    }

    [Fact]
    public void Every_fault_is_reported_at_once_by_its_full_name()
    {
        var outcome = Load(
            ("Organizations:0:Id", "Acme Corp"), ("Organizations:0:Grants:0:Id", "g1"), ("Organizations:0:Grants:0:Amount", "a lot"),
            ("Organizations:0:Grants:0:EffectiveAt", "2026-03-01"), ("Organizations:0:Subscribers:0", "nobody"), ("Storage:Sqlite", "a"), ("Storage:TableEndpoint", "http://x"),
            ("Schedules:Billing", "hourly"), ("Organizations:0:BillingMode", "yearly"));

        Assert.Null(outcome.Settings);
        Assert.Equal(
            [
                "CreditMonitor:Organizations:0:AdminKey", "CreditMonitor:Organizations:0:BillingMode", "CreditMonitor:Organizations:0:Grants:0:Amount",
                "CreditMonitor:Organizations:0:Grants:0:EffectiveAt", "CreditMonitor:Organizations:0:Id", "CreditMonitor:Organizations:0:Subscribers",
                "CreditMonitor:Schedules:Billing", "CreditMonitor:Storage", "CreditMonitor:Storage:TableEndpoint",
            ],
            outcome.Faults.Select(fault => fault.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_setting_that_nobody_knows_is_a_fault_and_not_silently_without_effect()
    {
        var outcome = Load([.. Fewest, ("Organizations:0:Grnts:0:Id", "g1"), ("Mail:Form", "x@example.com")]);

        Assert.Equal(2, outcome.Faults.Length);
        Assert.All(outcome.Faults, fault => Assert.Contains("is not a setting", fault, StringComparison.Ordinal));
    }

    [Fact]
    public void No_secret_is_ever_in_a_fault()
    {
        var outcome = Load(
            ("Organizations:0:Id", "a"), ("Organizations:0:AdminKey", "sk-admin-secret-value"), ("Organizations:1:Id", "b"), ("Organizations:1:AdminKey", "sk-admin-secret-value"),
            ("Access:Keys:0:Secret", "short-secret"), ("Access:TokenSecret:0", "short-token-secret"), ("Storage:ConnectionString", "AccountKey=abc"), ("Storage:Sqlite", "x"));

        Assert.Equal(6, outcome.Faults.Length);
        Assert.DoesNotContain(outcome.Faults, fault => fault.Contains("secret-value", StringComparison.Ordinal) || fault.Contains("short-", StringComparison.Ordinal) || fault.Contains("AccountKey=", StringComparison.Ordinal));
    }

    [Fact]
    public void Blindness_cannot_be_switched_off_and_other_kinds_can()
    {
        var off = Load([.. Fewest, ("Organizations:0:Alerts:LowBalance:Enabled", "false")]);
        var blind = Load([.. Fewest, ("Organizations:0:Alerts:MonitorBlind:Enabled", "false")]);

        Assert.Equal([AlertKind.LowBalance], off.Settings!.Organizations[0].Alerts.Disabled);
        Assert.Contains("MonitorBlind:Enabled", Assert.Single(blind.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_billing_mode_may_hold_from_a_day_on()
    {
        var spans = Load([.. Fewest, ("Organizations:0:BillingMode", "monthly,2026-03-01:prepaid")]).Settings!.Organizations[0].BillingModes;

        Assert.Equal([BillingMode.Monthly, BillingMode.Prepaid], spans.Select(span => span.Mode));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), spans[1].From);
    }

    [Fact]
    public void An_unknown_time_zone_is_shown_in_utc_and_said()
    {
        var outcome = Load([.. Fewest, ("Organizations:0:TimeZone", "Mars/Olympus")]);

        Assert.Equal(TimeZoneInfo.Utc, outcome.Settings!.Organizations[0].TimeZone);
        Assert.Contains("Mars/Olympus", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TableEndpoint", "https://acme.table.core.windows.net")]
    [InlineData("ConnectionString", "UseDevelopmentStorage=true")]
    [InlineData("ConnectionString", "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net")]
    [InlineData("ConnectionString", "TableEndpoint=https://acme.table.core.windows.net/;SharedAccessSignature=sv=2019-02-02&sig=c2VjcmV0%3D")]
    public void Azure_tables_are_named_by_address_or_connection_string(string key, string value)
    {
        var storage = Load([.. Fewest, ($"Storage:{key}", value)]).Settings!.Storage;

        Assert.Null(storage.Sqlite);
        Assert.Equal(value, storage.ConnectionString ?? storage.TableEndpoint!.ToString().TrimEnd('/'));
        Assert.DoesNotContain("c2VjcmV0", storage.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TableEndpoint", "http://acme.table.core.windows.net", "is not https")]
    [InlineData("TableEndpoint", "https://acme.table.core.windows.net/creditmonitor", "has a path")]
    [InlineData("TableEndpoint", "https://acme.table.core.windows.net?sv=2019-02-02&sig=c2VjcmV0", "has a query")]
    [InlineData("TableEndpoint", "https://acme.blob.core.windows.net", "is the endpoint of another service")]
    [InlineData("ConnectionString", "AccountName=acme;AccountKey=c2VjcmV0!", "is not base64")]
    [InlineData("ConnectionString", "AccountKey=c2VjcmV0", "is no connection string")]
    [InlineData("ConnectionString", "TableEndpoint=acme;SharedAccessSignature=sig=c2VjcmV0", "names no address")]
    [InlineData("ConnectionString", "AccountName=a c/m/e;AccountKey=c2VjcmV0", "names no address")]
    [InlineData("ConnectionString", "DefaultEndpointsProtocol=ftp;AccountName=acme;AccountKey=c2VjcmV0", "names no address")]
    public void A_table_account_that_cannot_be_is_one_clear_fault_without_its_secret(string key, string value, string says)
    {
        var fault = Assert.Single(Load([.. Fewest, ($"Storage:{key}", value)]).Faults);

        Assert.StartsWith($"CreditMonitor:Storage:{key} ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("100001")]
    [InlineData("many")]
    [InlineData("-60")]
    public void A_limit_of_requests_that_cannot_be_is_a_fault_and_without_one_there_is_a_usual(string value)
    {
        Assert.StartsWith("CreditMonitor:Access:RequestsPerMinute ", Assert.Single(Load([.. Fewest, ("Access:RequestsPerMinute", value)]).Faults), StringComparison.Ordinal);
        Assert.Equal(AccessSettings.UsualRequestsPerMinute, Load(Fewest).Settings!.Access.RequestsPerMinute);
        Assert.Equal(60, Load([.. Fewest, ("Access:RequestsPerMinute", "60")]).Settings!.Access.RequestsPerMinute);
    }

    private static SettingsOutcome Load(params (string Key, string Value)[] settings) => SettingsLoader.Load(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"CreditMonitor:{setting.Key}", (string?)setting.Value))).Build());
}
