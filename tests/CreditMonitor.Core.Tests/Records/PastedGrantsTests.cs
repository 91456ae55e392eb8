using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Records;

/// <summary>The credit-grants table as other browsers and whole pages give it; figures are made up.</summary>
public class PastedGrantsTests
{
    private static string Rows(string text)
    {
        var (rows, faults) = DashboardGrants.Read(text);
        Assert.Empty(faults);
        return string.Join('|', rows.Select(row => $"{row.Received:yyyy-MM-dd} {row.Remaining.ToExactString()}/{row.Total.ToExactString()} {(row.Expires is { } end ? $"{end:yyyy-MM-dd}" : "never")}{(row.IsAvailable ? "" : " gone")}"));
    }

    [Theory]
    [InlineData("30. Nov. 2026\tVerfügbar\t4,50 $ / 10,00 $\t1. Dez. 2027\n31. Okt. 2026\tAbgelaufen\t3,00 $ / 5,00 $\t1. Nov. 2026", "2026-11-30 4.5/10 2027-12-01|2026-10-31 3/5 2026-11-01 gone")]
    [InlineData("2026年11月30日\t利用可能\t$4.50 / $10.00\t2027年12月1日", "2026-11-30 4.5/10 2027-12-01")]
    [InlineData("30 nov. 2026\tDisponible\t4,50 $US / 10,00 $US\t1 déc. 2027", "2026-11-30 4.5/10 2027-12-01")]
    [InlineData("30 de noviembre de 2026\tDisponible\tUS$4,50 / US$1.010,00\t1 de diciembre de 2027", "2026-11-30 4.5/1010 2027-12-01")]
    [InlineData("Nov 30, 2026\tAvailable\tUS$4.50 / US$10.00\tDec 1, 2027", "2026-11-30 4.5/10 2027-12-01")]
    [InlineData("11/30/2026\tAvailable\t$4.50 / $10.00\t12/1/2027", "2026-11-30 4.5/10 2027-12-01")]
    [InlineData("30/11/2026\tAvailable\t$4.50 / $10.00\t01/12/2027", "2026-11-30 4.5/10 2027-12-01")]
    [InlineData("30 Nov 2026\tAvailable\t$4,50 / $10,00\t1 Dec 2027\n31 Oct 2026\tAvailable\t$12,00 / $50,00\t1 Nov 2027", "2026-11-30 4.5/10 2027-12-01|2026-10-31 12/50 2027-11-01")]
    [InlineData("Nov 30, 2026\tAvailable\t$1,234.50 / $2,000\tNever", "2026-11-30 1234.5/2000 never")]
    [InlineData("Nov 30, 2026\tAvailable\t$4.50 of $10.00\tDec 1, 2027", "2026-11-30 4.5/10 2027-12-01")]
    [InlineData("Nov 30, 2026\tAvailable\t$-0.37 / $20.00\tDec 1, 2027\nOct 31, 2026\tUsed\t$0.00 / $10.00\tNov 1, 2027", "2026-11-30 -0.37/20 2027-12-01|2026-10-31 0/10 2027-11-01 gone")]
    [InlineData("Nov 30, 2026\tAvailable\t($0.37) / $20.00\tDec 1, 2027", "2026-11-30 -0.37/20 2027-12-01")]
    [InlineData("Nov 30, 2026\tAvailable\t-$1.20 / $20.00\tDec 1, 2027", "2026-11-30 -1.2/20 2027-12-01")]
    public void Days_amounts_and_states_are_read_as_any_browser_shows_them(string text, string expected) => Assert.Equal(expected, Rows(text));

    [Fact]
    public void A_whole_page_is_read_by_its_table_and_its_sums_are_left_alone() => Assert.Equal(
        "2026-11-30 4.5/10 2027-12-01|2026-10-31 12/50 2027-11-01",
        Rows("Billing\nOverview\nPay as you go\nCredit remaining $16.50\nAuto recharge is on\nWhen your credit balance reaches $5.00, your payment method will be charged to bring the balance up to $10.00.\nCredit grants\nUSD\nBelow is a table of credits granted to your organization. Next invoice Dec 1, 2026\nRECEIVED\tSTATE\tBALANCE\tEXPIRES (UTC)\n"
            + "Nov 30, 2026\tAvailable\t$4.50 / $10.00\tDec 1, 2027\nOct 31, 2026\tAvailable\t$12.00 / $50.00\tNov 1, 2027\nTotal\t\t$16.50 / $60.00\t\nTerms\nPrivacy © 2026"));

    [Theory]
    [InlineData("Nov 30, 2026\tAvailable\t$4.50\tDec 1, 2027\nOct 31, 2026\tAvailable\t$12.00 / $50.00\tNov 1, 2027", "line 1")]        // no total
    [InlineData("Oct 31, 2026\tAvailable\t$12.00 / $50.00\tNov 1, 2027\nNov 30, 2026\tAvailable\t$x / $10.00\tDec 1, 2027", "line 2")]
    [InlineData("Oct 31, 2026\tAvailable\t$12.00 / $50.00\tNov 1, 2027\nNov 30, 2026\tAvailable\t€4.50 / €10.00\tDec 1, 2027", "line 2")]
    [InlineData("Oct 31, 2026\tAvailable\t$12.00 / $50.00\tNov 1, 2027\nNov 30, 2026\tAvailable\t$4.50 / $10.00\tsoon", "line 2")]
    [InlineData("01/02/2026\tAvailable\t$4.50 / $10.00\t01/02/2027", "line 1")]                                                            // can be read in two ways
    [InlineData("Grant 1\t$18.00\tApr 1, 2026\nGrant 2\t$5.00\tMay 1, 2026", "line 1")]                                                   // a layout of years ago
    [InlineData("Credit grants\nnothing here", "line 1")]
    public void What_cannot_be_read_is_named_by_its_line_with_the_CSV_as_the_other_way(string text, string line)
    {
        var fault = DashboardGrants.Read(text).Faults[0];

        Assert.StartsWith(line, fault, StringComparison.Ordinal);
        Assert.Contains("CSV", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2000, 76, true)]
    [InlineData(1876, 200, false)]
    [InlineData(1876, 76, false)]
    public void What_is_left_of_each_grant_shows_whether_credit_is_used_in_the_order_that_is_assumed(decimal startup, decimal paid, bool contradicts)
    {
        CreditGrant[] known = [new("startup", GrantKind.Promotional, new Usd(2000), Utc("2026-10-31T00:00:00Z"), Utc("2027-06-01T00:00:00Z")), new("paid1", GrantKind.Paid, new Usd(200), Utc("2026-10-31T00:00:00Z"), Utc("2027-11-01T00:00:00Z"))];
        var ledger = CreditLedger.Replay(new LedgerFacts([.. known], [Usage.OfDay(new DateOnly(2026, 11, 3), new Usd(124))], []), Utc("2026-11-20T00:00:00Z"));
        var matches = DashboardMatching.Match(DashboardGrants.Read($"Oct 31, 2026\tAvailable\t${startup} / $2,000.00\tJun 1, 2027\nOct 31, 2026\tAvailable\t${paid} / $200.00\tNov 1, 2027").Rows, [.. known]);

        var said = GrantRemains.Contradiction(matches, ledger, BurnOrder.PromotionalFirst);
        Assert.Equal(contradicts, said is not null);
        Assert.True(!contradicts || (said!.Contains("$76.00 left of paid1 where the ledger has $200.00", StringComparison.Ordinal) && said.Contains("order in which credit is used", StringComparison.Ordinal)));
    }
}
