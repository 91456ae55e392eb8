using CreditMonitor.Core;
using CreditMonitor.Core.Records;
using CreditMonitor.Settings;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Application.Tests.Settings;

public sealed class AccountSettingsTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_the_account_is_set_to_is_read_with_its_date()
    {
        var account = Load(
            ("0:At", "2026-03-01T00:00:00Z"), ("0:AutoRecharge", "on"), ("0:Threshold", "10"), ("0:RestoreTo", "50"), ("0:MonthlyCap", "200"),
            ("0:CardLastFour", "4242"), ("0:CardEnds", "2027-03"), ("1:At", "2026-05-01T00:00:00Z"), ("1:Plan", "cancelled")).Settings!.Organizations[0].Account;

        var (march, may) = ("2026-03-01T00:00:00Z", new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            [
                new AutoRechargeSetting(march, March, "configuration", March, true, new Usd(10m), new Usd(50m), new Usd(200m)),
                new PaymentCard(march, March, "configuration", March, "4242", new DateOnly(2027, 3, 1)),
                new PlanChange("2026-05-01T00:00:00Z", may, "configuration", may, true),
            ],
            account);
    }

    [Theory]
    [InlineData("Account:0:At is missing", "0:Plan", "active")]
    [InlineData("Account:0:At has nothing with it", "0:At", "2026-03-01T00:00:00Z")]
    [InlineData("Account:0:Plan is 'gone'; expected cancelled or active.", "0:At", "2026-03-01T00:00:00Z", "0:Plan", "gone")]
    [InlineData("Account:0:AutoRecharge is 'true'; expected on or off.", "0:At", "2026-03-01T00:00:00Z", "0:AutoRecharge", "true")]
    [InlineData("Account:0:AutoRecharge is missing", "0:At", "2026-03-01T00:00:00Z", "0:Threshold", "10")]
    [InlineData("Account:0:CardLastFour is no four digits", "0:At", "2026-03-01T00:00:00Z", "0:CardLastFour", "4242424242424242", "0:CardEnds", "2027-03")]
    [InlineData("Account:0:CardEnds is no month", "0:At", "2026-03-01T00:00:00Z", "0:CardLastFour", "4242")]
    [InlineData("Account says twice what plan is", "0:At", "2026-03-01T00:00:00Z", "0:Plan", "active", "1:At", "2026-03-01T00:00:00Z", "1:Plan", "cancelled")]
    [InlineData("Account:0:Colour is not a setting", "0:At", "2026-03-01T00:00:00Z", "0:Plan", "active", "0:Colour", "red")]
    public void A_fault_is_named_and_no_more_of_a_cards_number_is_shown(string fault, params string[] keysAndValues)
    {
        var faults = Load([.. keysAndValues.Chunk(2).Select(pair => (pair[0], pair[1]))]).Faults;

        Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
        Assert.DoesNotContain("42424242", faults[0], StringComparison.Ordinal);
    }

    private static SettingsOutcome Load(params (string Key, string Value)[] account) => SettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("CreditMonitor:Organizations:0:Id", "acme"), new("CreditMonitor:Organizations:0:AdminKey", "sk-admin-secret-value"),
        .. account.Select(one => new KeyValuePair<string, string?>($"CreditMonitor:Organizations:0:Account:{one.Key}", one.Value)),
    ]).Build());
}
