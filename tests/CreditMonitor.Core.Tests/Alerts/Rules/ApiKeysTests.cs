using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class ApiKeysTests
{
    [Fact]
    public void Keys_made_and_deleted_are_each_told_once()
    {
        var life = Life().Logging(new KeyEvent("1", Ten.AddMinutes(-30), true, "key_a", "proj"), new KeyEvent("2", Ten.AddMinutes(20), false, "key_a", null));

        life.PollEvery(Hour, Ten, Ten.AddHours(5));

        Assert.Equal(["raised api_key_created", "raised api_key_deleted"], life.Said);
        Assert.All(life.Events, e => Assert.Equal("key_a", e.Alert.About));
    }

    [Fact]
    public void Two_keys_of_one_instant_are_two_alerts()
    {
        var life = Life().Logging(Made("1", Paid, "key_a"), Made("2", Paid, "key_b"));

        life.Poll(Ten);

        Assert.Equal(["api_key_created.key_a.20260310T092000", "api_key_created.key_b.20260310T092000"], life.Events.Select(e => e.Alert.Key));
        Assert.All(life.Events, e => Assert.Equal(Severity.Info, e.Alert.Severity));
    }

    [Fact]
    public void It_closes_by_itself_after_three_days_and_that_is_told_to_nobody()
    {
        var life = Life().Logging(Made("1", Paid, "key_a"));
        life.Poll(Ten);

        life.Poll(Paid.AddDays(3));
        Assert.True(life.Alert(AlertKind.ApiKeyCreated).IsOpen);

        life.Poll(Paid.AddDays(3).AddMinutes(1));
        Assert.Equal("told; closed after 3 days", life.Alert(AlertKind.ApiKeyCreated).Ending);
        Assert.Equal(["raised api_key_created"], life.Said);
    }

    private static KeyEvent Made(string id, DateTimeOffset at, string key) => new(id, at, true, key, null);
}
