using System.Text;
using CreditMonitor.Cli.Simulation.Sample;
using CreditMonitor.Core;

namespace CreditMonitor.Cli.Tests.Simulation;

public sealed class RealBills
{
    private static RealBillReading Read(string csv) => RealBillFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "bill.csv");

    private static (string, decimal)[] Days(RealBill bill) => [.. bill.Days.Select(day => (day.Day.ToString("yyyy-MM-dd", null), day.Amount.Amount))];

    [Theory]
    [InlineData("date,amount\n2026-03-02,2.5\n2026-03-01,1e-1\n")]
    [InlineData("\uFEFFDate,Amount\r\n2026-03-01,0.10\r\n\r\n2026-03-02,2.5")]
    [InlineData("amount, note, date\n0.1,\"a, b\",2026-03-01\n2.5,,\"2026-03-02\"\n")]
    public void A_bill_is_read_by_its_header(string csv)
    {
        var reading = Read(csv);

        Assert.Empty(reading.Errors);
        Assert.Equal([("2026-03-01", 0.1m), ("2026-03-02", 2.5m)], Days(reading.Bill));
    }

    [Theory]
    [InlineData("date,amount\n2026-03-01,1\n01/03/2026,2\n", "bill.csv, line 3, date: is not a day written as 2026-03-01.")]
    [InlineData("date,amount\n2026-03-01,1\n2026-02-30,2\n", "bill.csv, line 3, date: is not a day written as 2026-03-01.")]
    [InlineData("date,amount\n\n2026-03-01,1\n2026-03-02,$2\n", "bill.csv, line 4, amount: is not a decimal number.")]
    [InlineData("date,amount\n2026-03-01,1\n2026-03-02,\n", "bill.csv, line 3, amount: is not a decimal number.")]
    [InlineData("date,amount\n2026-03-01,1\n2026-03-02,1000000000000\n", "bill.csv, line 3, amount: is 10^12 or more, which no amount may be.")]
    [InlineData("date,amount\n2026-03-01,1\n2026-03-02,1,234.50\n", "bill.csv, line 3: has 3 fields where the header has 2.")]
    [InlineData("date,amount\n2026-03-01,1\n2026-03-02\n", "bill.csv, line 3: has 1 fields where the header has 2.")]
    [InlineData("date,amount\n2026-03-01,1\n2026-03-01,1\n", "bill.csv, line 3, date: 2026-03-01 stands here for the second time.")]
    [InlineData("date,amount\n2026-03-01,1\n2026-03-02,\"2\n", "bill.csv, line 3: has a quotation mark out of place.")]
    public void A_bad_line_is_left_out_and_named(string csv, string error)
    {
        var reading = Read(csv);

        Assert.Equal(error, Assert.Single(reading.Errors).ToString());
        Assert.Equal([("2026-03-01", 1m)], Days(reading.Bill));
    }

    [Fact]
    public void A_quotation_mark_out_of_place_swallows_no_other_line()
    {
        var reading = Read("date,amount\n2026-03-01,\"1\n2026-03-02,2\n2026-03-03,3\"\n2026-03-04,4\n");

        Assert.Equal([2L, 4L], reading.Errors.Select(error => error.Line));
        Assert.Equal([("2026-03-02", 2m), ("2026-03-04", 4m)], Days(reading.Bill));
    }

    [Theory]
    [InlineData("", "bill.csv, line 1, date: the header has no such column; it must name date and amount, or be the dashboard's cost export with start_time and amount_value.")]
    [InlineData("2026-03-01,1\n", "bill.csv, line 1, date: the header has no such column; it must name date and amount, or be the dashboard's cost export with start_time and amount_value.")]
    [InlineData("date,cost\n2026-03-01,1\n", "bill.csv, line 1, amount: the header has no such column; it must name date and amount, or be the dashboard's cost export with start_time and amount_value.")]
    public void Without_its_header_nothing_is_read(string csv, string error)
    {
        var reading = Read(csv);

        Assert.Equal(error, Assert.Single(reading.Errors).ToString());
        Assert.Empty(reading.Bill.Days);
    }

    [Fact]
    public void A_file_too_large_is_not_read()
    {
        var reading = RealBillFile.Read(new MemoryStream(new byte[RealBillFile.MaxBytes + 1]), "bill.csv");

        Assert.Equal("bill.csv: is larger than 4 MiB, which no daily bill is.", Assert.Single(reading.Errors).ToString());
    }

    [Fact]
    public void A_file_of_nothing_but_errors_makes_a_short_list() =>
        Assert.Equal(100, Read("date,amount\n" + string.Concat(Enumerable.Repeat("x,y\n", 5_000))).Errors.Length);

    [Fact]
    public void Dropped_digits_are_said() => Assert.Single(Read("date,amount\n2026-03-01,0.1234567890123\n").Remarks);

    [Fact]
    public void A_bill_is_moved_so_that_it_ends_yesterday_and_keeps_its_gaps()
    {
        var bill = Read("date,amount\n2017-12-14,1\n2017-12-17,2\n").Bill;

        Assert.Equal([("2026-02-28", 1m), ("2026-03-03", 2m)], Days(bill.ShiftTo(new DateTimeOffset(2026, 3, 4, 0, 0, 0, TimeSpan.Zero))));
        Assert.Empty(new RealBill([]).ShiftTo(DateTimeOffset.UnixEpoch).Days);
    }

    [Fact]
    public void Assumed_purchases_cover_each_quarter_and_a_little_more()
    {
        var days = Enumerable.Range(0, 120).Select(day => new BillDay(new DateOnly(2026, 1, 11).AddDays(day), new Usd(2m)));

        var assumed = new RealBill([.. days]).SuggestGrants();

        // 80 days to the end of March; 40 days of the second quarter, carried on to its 91.
        Assert.Equal([("assumed-2026-q1", 190m), ("assumed-2026-q2", 210m)], assumed.Grants.Select(grant => (grant.Id, grant.Amount.Amount)));
        Assert.Equal(new DateTimeOffset(2026, 1, 11, 0, 0, 0, TimeSpan.Zero), assumed.Grants[0].EffectiveAt);
        Assert.Contains("assumed", assumed.Assumption, StringComparison.Ordinal);
    }

    [Fact]
    public void Quarters_without_cost_need_no_purchase() =>
        Assert.Equal(["assumed-2026-q3"], Read("date,amount\n2026-01-01,0\n2026-07-01,5\n2026-07-02,5\n").Bill.SuggestGrants().Grants.Select(grant => grant.Id));

    [Fact]
    public void A_day_of_the_bill_is_told_three_hours_after_it_ended() =>
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero), Assert.Single(Read("date,amount\n2026-03-01,1\n").Bill.ToCosts()).VisibleAt);
}
