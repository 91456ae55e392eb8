using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Records;

public class DashboardGrantsTests
{
    private const string Table = "RECEIVED\tSTATE\tBALANCE\tEXPIRES\nFeb 28, 2026\tAvailable\t$6.00/$7.00\tMar 1, 2027\nJan 31, 2025\tExpired\t$0.00 / $1,000.50\tFeb 1, 2026\n";

    [Theory]
    [InlineData(Table)]
    [InlineData("Feb 28, 2026\nAvailable\n$6.00/$7.00\nMar 1, 2027\nJan 31, 2025\nExpired\n$0.00 / $1,000.50\nFeb 1, 2026")]
    [InlineData("2026-02-28  Available  $6/$7  2027-03-01\r\n31 January 2025  Expired  $0.00/$1000.50  1 Feb 2026\r\n")]
    public void Rows_are_read_as_browsers_copy_them_remaining_before_total(string text)
    {
        var (rows, faults) = DashboardGrants.Read(text);

        Assert.Empty(faults);
        Assert.Equal([(new DateOnly(2026, 2, 28), new Usd(6), new Usd(7), new DateOnly(2027, 3, 1)), (new DateOnly(2025, 1, 31), new Usd(0), new Usd(1000.5m), new DateOnly(2026, 2, 1))],
            rows.Select(row => (row.Received, row.Remaining, row.Total, row.Expires!.Value)));
        Assert.Equal([true, false], rows.Select(row => row.IsAvailable));
    }

    [Fact]
    public void An_amount_that_stands_in_no_row_is_a_fault_and_not_dropped()
    {
        var (_, faults) = DashboardGrants.Read(Table + "yesterday\tAvailable\t$5.00/$5.00\tMar 1, 2027\n");

        Assert.StartsWith("line 4: '$5.00/$5.00'", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_without_a_table_is_said_to_have_none() => Assert.Contains("no row", Assert.Single(DashboardGrants.Read("hello").Faults), StringComparison.Ordinal);

    [Fact]
    public void A_row_of_the_amount_and_month_of_a_known_grant_is_that_grant_and_gives_it_its_date()
    {
        var known = AGrant.Of(7).Named("march").EffectiveAt(Utc("2026-03-05T09:00:00Z"));

        var matches = DashboardMatching.Match(DashboardGrants.Read(Table).Rows, [known, AGrant.Of(7).Named("older").EffectiveAt(Utc("2025-03-05T09:00:00Z"))]);

        Assert.Equal(["march", "dashboard-2025-01-31-1000.5"], matches.Select(match => match.Grant.Id));
        Assert.Equal((Utc("2026-03-05T09:00:00Z"), Utc("2027-03-01T00:00:00Z")), (matches[0].Grant.EffectiveAt, matches[0].Grant.ExpiresAt));
    }

    [Fact]
    public void Equal_rows_become_grants_of_their_own_and_the_same_table_again_the_same_grants()
    {
        const string Twice = "Feb 28, 2026 Available $7.00/$7.00 Mar 1, 2027\nFeb 28, 2026 Available $7.00/$7.00 Mar 1, 2027\n";
        var first = DashboardMatching.Match(DashboardGrants.Read(Twice).Rows, []);
        var again = DashboardMatching.Match(DashboardGrants.Read(Twice).Rows, [.. first.Select(match => match.Grant)]);

        Assert.Equal(["dashboard-2026-02-28-7", "dashboard-2026-02-28-7-2"], first.Select(match => match.Grant.Id));
        Assert.Equal(first.Select(match => match.Grant), again.Select(match => match.Grant));
    }
}
