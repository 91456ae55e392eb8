using CreditMonitor.Core.Records;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Records;

public class FactDocumentTests
{
    [Fact]
    public void A_grant_is_an_object_or_an_element_of_an_array()
    {
        const string Grant = """{"id":"g1","kind":"paid","amount":"12.50","effective_at":"2026-03-01T00:00:00+01:00","purchased_at":"2026-03-02T08:00:00Z","colour":"red"}""";

        var one = FactDocument.Grants(Grant, Noon, "me");
        var many = FactDocument.Grants($"[{Grant}]", Noon, "me");
        var named = FactDocument.Grants($"{{\"grants\":[{Grant}]}}", Noon, "me");

        Assert.Equal(one.Facts, many.Facts);
        Assert.Equal(one.Facts, named.Facts);
        var grant = ((RecordedGrant)Assert.Single(one.Facts)).Grant;
        Assert.Equal(("g1", new Usd(12.5m), Utc("2026-02-28T23:00:00Z"), (DateTimeOffset?)null, false), (grant.Id, grant.Amount, grant.EffectiveAt, grant.ExpiresAt, grant.NeverExpires));
    }

    [Fact]
    public void Every_fault_is_a_sentence_with_its_path_and_then_nothing_is_kept()
    {
        var read = FactDocument.Grants("""[{"id":"g1","kind":"paid","amount":"1","effective_at":"2026-03-01T00:00:00Z"},{"kind":"bought","amount":-1,"effective_at":"yesterday"},7]""", Noon, "me");

        Assert.Empty(read.Facts);
        Assert.Equal(
            ["$.grants[1].id", "$.grants[1].kind", "$.grants[1].amount", "$.grants[1].effective_at", "$.grants[2]"],
            read.Faults.Select(fault => fault.Split(": ")[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("{\"amount\":1,\"amount\":2}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"amount\":\"\\ud800\"}")]
    public void What_is_no_reading_is_said_to_be_none(string json) => Assert.NotEmpty(FactDocument.BalanceReadings(json, Noon, "me").Faults);

    [Fact]
    public void A_reading_may_be_negative_and_is_of_now_unless_said_but_never_of_the_future()
    {
        var now = (BalanceReading)Assert.Single(FactDocument.BalanceReadings("""{"amount":-88.4}""", Noon, "me").Facts);
        var ahead = FactDocument.BalanceReadings("""{"amount":1,"at":"2026-03-10T13:00:00Z"}""", Noon, "me");

        Assert.Equal(("2026-03-10T12:00:00Z", Noon, new Usd(-88.4m)), (now.Id, now.At, now.Amount));
        Assert.StartsWith("$.at: ", Assert.Single(ahead.Faults), StringComparison.Ordinal);
    }
}
