using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

public sealed class ReadingCosts
{
    [Fact]
    public async Task Costs_are_asked_for_by_project_and_line_item_without_an_end_and_never_by_key()
    {
        var provider = new ScriptedHandler().Then(Page(null));

        await CostsAsync(provider);

        Assert.Equal(["https://api.example/v1/organization/costs?start_time=1772323200&bucket_width=1d&limit=180&group_by=project_id&group_by=line_item"], provider.Requests);
        Assert.Equal(["Bearer " + Key], provider.Authorizations);
    }

    [Fact]
    public async Task Every_page_is_asked_for_with_the_same_query_until_the_provider_has_no_more()
    {
        var provider = new ScriptedHandler()
            .Then(Page("page/2 &x", Bucket(MarchFirst, Cost("1"))))
            .Then(Page("p3"))
            .Then(Page(null, Bucket(MarchFirst.AddDays(1), Cost("2"))));

        var report = (await CostsAsync(provider)).Value();

        Assert.Equal([1m, 2m], report.Days.Select(day => day.Total.Amount));
        Assert.Equal([provider.Requests[0] + "&page=page%2F2%20%26x", provider.Requests[0] + "&page=p3"], provider.Requests.Skip(1));
    }

    [Theory]
    [InlineData("12.50", "12.5")]
    [InlineData("\"12.50\"", "12.5")]
    [InlineData("7.3E-8", "0.000000073")]
    [InlineData("\"0E-6176\"", "0")]
    [InlineData("0E-6176", "0")]
    [InlineData("-3.25", "-3.25")]
    [InlineData("0.12345678901250000000000000000000000000000001", "0.123456789013")]
    [InlineData("0.1234567890125", "0.123456789012")]
    [InlineData("999999999999.999999999999", "999999999999.999999999999")]
    public async Task An_amount_is_read_exactly_in_every_notation_seen(string wire, string exact)
    {
        var report = (await CostsAsync(new ScriptedHandler().Then(Page(null, Bucket(MarchFirst, Cost(wire)))))).Value();

        Assert.Equal(exact, report.Days[0].Total.ToExactString());
        Assert.Equal(0, report.Days[0].SkippedRows);
    }

    [Theory]
    [InlineData("\"NaN\"", "not a decimal number")]
    [InlineData("\"Infinity\"", "not a decimal number")]
    [InlineData("\"\"", "not a decimal number")]
    [InlineData("1e309", "10^12 or more")]
    [InlineData("1000000000000", "10^12 or more")]
    [InlineData("999999999999.9999999999999", "10^12 or more")]
    [InlineData("null", "holds no amount")]
    [InlineData("{}", "holds no amount")]
    [InlineData("true", "holds no amount")]
    public async Task A_row_whose_amount_cannot_be_read_makes_its_day_incomplete_and_is_never_zero(string wire, string why)
    {
        var page = Page(null, Bucket(MarchFirst, Cost("5"), Cost(wire)), Bucket(MarchFirst.AddDays(1), Cost("6")));

        var report = (await CostsAsync(new ScriptedHandler().Then(page))).Value();

        Assert.Equal([(5m, 1), (6m, 0)], report.Days.Select(day => (day.Total.Amount, day.SkippedRows)));
        Assert.Contains(why, Assert.Single(report.Remarks), StringComparison.Ordinal);
        Assert.Contains("2026-03-01", report.Remarks[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"object":"organization.costs.result"}""", "holds no amount")]
    [InlineData("""{"amount":{"currency":"usd"}}""", "holds no amount")]
    [InlineData("""{"amount":12}""", "holds no amount")]
    [InlineData("7", "holds no amount")]
    [InlineData("null", "holds no amount")]
    [InlineData("""{"amount":{"value":1}}""", "names no currency")]
    [InlineData("""{"amount":{"value":1,"currency":"eur"}}""", "in eur and not in US dollars")]
    public async Task A_row_without_an_amount_of_dollars_is_skipped_and_said(string row, string why)
    {
        var report = (await CostsAsync(new ScriptedHandler().Then(Page(null, Bucket(MarchFirst, row))))).Value();

        Assert.Equal(1, report.Days[0].SkippedRows);
        Assert.Empty(report.Days[0].Rows);
        Assert.Contains(why, Assert.Single(report.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_currency_may_be_written_in_capitals() =>
        Assert.Equal(new Usd(2m), (await CostsAsync(new ScriptedHandler().Then(Page(null, Bucket(MarchFirst, Cost("2", "USD")))))).Value().Days[0].Total);

    [Fact]
    public async Task Amounts_as_text_and_dropped_digits_are_each_said_once()
    {
        var page = Page(null, Bucket(MarchFirst, Cost("\"1.5\""), Cost("\"2.5\""), Cost("0.1234567890123")));

        var remarks = (await CostsAsync(new ScriptedHandler().Then(page))).Value().Remarks;

        Assert.Equal(2, remarks.Length);
        Assert.Contains(remarks, remark => remark.Contains("text instead of a number", StringComparison.Ordinal) && remark.Contains("2 times", StringComparison.Ordinal));
        Assert.Contains(remarks, remark => remark.Contains("rounded to 12", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Thousands_of_different_oddities_make_a_short_list_of_remarks()
    {
        var rows = Enumerable.Range(0, 5_000).Select(number => Cost("1", $"x{number}")).ToArray();

        var report = (await CostsAsync(new ScriptedHandler().Then(Page(null, Bucket(MarchFirst, rows))))).Value();

        Assert.Equal(5_000, report.Days[0].SkippedRows);
        Assert.Equal(21, report.Remarks.Length);
    }

    [Fact]
    public async Task The_older_name_of_the_list_of_results_is_read_too()
    {
        var page = Page(null, Bucket(MarchFirst, Cost("4"))).Replace("\"results\"", "\"result\"", StringComparison.Ordinal);

        Assert.Equal(new Usd(4m), (await CostsAsync(new ScriptedHandler().Then(page))).Value().Days[0].Total);
    }

    [Fact]
    public async Task Buckets_out_of_order_are_sorted_and_days_before_the_first_asked_for_are_left_out()
    {
        var page = Page(null, Bucket(MarchFirst.AddDays(2), Cost("3")), Bucket(MarchFirst.AddDays(-1), Cost("9")), Bucket(MarchFirst, Cost("1")));

        var report = (await CostsAsync(new ScriptedHandler().Then(page))).Value();

        Assert.Equal([MarchFirst, MarchFirst.AddDays(2)], report.Days.Select(day => day.Day));
        Assert.Equal(MarchFirst, report.From);
        Assert.Equal(Noon, report.AsOf);
    }

    [Fact]
    public async Task A_quiet_day_has_no_rows_and_a_day_left_out_is_absent()
    {
        var page = Page(null, Bucket(MarchFirst), Bucket(MarchFirst.AddDays(1)).Replace("[]", "null", StringComparison.Ordinal), Bucket(MarchFirst.AddDays(3), Cost("1")));

        var report = (await CostsAsync(new ScriptedHandler().Then(page))).Value();

        Assert.Equal([(0, 0), (1, 0), (3, 1)], report.Days.Select(day => (day.Day.DayNumber - MarchFirst.DayNumber, day.Rows.Length)));
    }

    [Fact]
    public async Task Costs_without_a_project_keep_a_row_so_that_the_rows_add_up_to_the_total()
    {
        var page = Page(null, Bucket(MarchFirst, Cost("1", project: "null"), Cost("2", project: "\"\""), Cost("3", project: "17"), Cost("4")));

        var day = (await CostsAsync(new ScriptedHandler().Then(page))).Value().Days[0];

        Assert.Equal([null, null, null, "proj_a"], day.Rows.Select(row => row.ProjectId));
        Assert.Equal(new Usd(10m), day.Total);
    }

    [Fact]
    public async Task Fields_that_nobody_described_are_ignored()
    {
        const string Row = """{"object":"x","amount":{"value":1,"currency":"usd","new":[1]},"organization_id":"org","user_email":"a@b.example","quantity":{"deep":[[[]]]}}""";
        var page = Page(null, Bucket(MarchFirst, Row)).Replace("{\"object\":\"page\"", "{\"extra\":{\"a\":1}", StringComparison.Ordinal);

        Assert.Equal(new CostRow(null, null, null, new Usd(1m)), Assert.Single((await CostsAsync(new ScriptedHandler().Then(page))).Value().Days[0].Rows));
    }

    [Fact]
    public async Task A_name_of_a_megabyte_is_cut()
    {
        var page = Page(null, Bucket(MarchFirst, Cost("1", lineItem: $"\"{new string('x', 1_000_000)}\"")));

        Assert.Equal(512, (await CostsAsync(new ScriptedHandler().Then(page))).Value().Days[0].Rows[0].LineItem!.Length);
    }
}
