using System.Net;
using CreditMonitor.OpenAI;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

/// <summary>Never a partial answer taken for whole.</summary>
public sealed class AnswersThatAreNone
{
    [Theory]
    [InlineData("<!doctype html><html>login</html>")]
    [InlineData("")]
    [InlineData("{\"object\":\"page\",\"data\":[")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"page\"")]
    [InlineData("{}")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"has_more":false}""")]
    [InlineData("""{"data":{},"has_more":false}""")]
    [InlineData("""{"data":[],"has_more":"false"}""")]
    [InlineData("""{"data":[],"has_more":null}""")]
    [InlineData("""{"data":[7],"has_more":false}""")]
    [InlineData("""{"data":[{"results":[]}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":"1772323200","results":[]}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":-86400,"results":[]}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":86400000000000,"results":[]}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":1772323200}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":1772323200,"results":{}}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":1772323201,"results":[]}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":1772323200,"end_time":1772928000,"results":[]}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":1772323200,"results":[{"amount":{"value":1,"value":2,"currency":"usd"}}]}],"has_more":false}""")]
    [InlineData("""{"data":[{"start_time":1772323200,"results":[{"amount":{"value":1,"currency":"usd"},"line_item":"\ud800"}]}],"has_more":false}""")]
    [InlineData("""{"data":[],"has_more":false,"\ud800":1}""")]
    [InlineData("""{"data":[NaN],"has_more":false}""")]
    public async Task A_body_that_is_not_the_answer_described_is_an_outage(string body)
    {
        var outage = (await CostsAsync(new ScriptedHandler().Then(body))).Outage();

        Assert.Contains("is not the answer described", outage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_nested_too_deep_is_an_outage()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));

        Assert.Contains("not the answer described", (await CostsAsync(new ScriptedHandler().Then($$"""{"data":{{deep}}"""))).Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_an_outage()
    {
        var page = Page(null, Bucket(MarchFirst, Cost("1", lineItem: "\"@\"")));
        var bytes = page.Select(letter => letter == '@' ? (byte)0xFF : (byte)letter).ToArray();
        var provider = new ScriptedHandler().Then((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) }));

        (await CostsAsync(provider)).Outage();
    }

    [Fact]
    public async Task A_day_given_twice_in_one_page_is_ambiguous()
    {
        var provider = new ScriptedHandler().Then(Page(null, Bucket(MarchFirst, Cost("1")), Bucket(MarchFirst, Cost("1"))));

        Assert.Contains("gave the day 2026-03-01 twice", (await CostsAsync(provider)).Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_given_on_two_pages_is_ambiguous()
    {
        var provider = new ScriptedHandler().Then(Page("2", Bucket(MarchFirst, Cost("1")))).Then(Page(null, Bucket(MarchFirst, Cost("2"))));

        Assert.Contains("gave the day 2026-03-01 twice", (await CostsAsync(provider)).Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_whose_rest_begins_the_next_page_is_read_as_one_and_said()
    {
        var provider = new ScriptedHandler()
            .Then(Page("2", Bucket(MarchFirst, Cost("1", lineItem: "\"gpt-5, input\""))))
            .Then(Page(null, Bucket(MarchFirst, Cost("2", lineItem: "\"gpt-5, output\"")), Bucket(MarchFirst.AddDays(1), Cost("4"))));

        var report = (await CostsAsync(provider)).Value();

        Assert.Equal([3m, 4m], report.Days.Select(day => day.Total.Amount));
        Assert.Contains(report.Remarks, remark => remark.Contains("two parts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1772323200.0")]
    [InlineData("1.7723232e9")]
    public async Task An_instant_that_is_written_oddly_is_read(string start)
    {
        var provider = new ScriptedHandler().Then(Page(null, Bucket(MarchFirst, Cost("1")).Replace("1772323200", start, StringComparison.Ordinal)));

        Assert.Equal(MarchFirst, Assert.Single((await CostsAsync(provider)).Value().Days).Day);
    }

    [Fact]
    public async Task A_cursor_seen_before_would_never_end()
    {
        var provider = new ScriptedHandler().Then(Page("a")).Then(Page("b")).Then(Page("a"));

        Assert.Contains("the same page cursor twice", (await CostsAsync(provider)).Outage(), StringComparison.Ordinal);
        Assert.Equal(3, provider.Requests.Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("7")]
    public async Task More_without_a_cursor_is_no_whole_answer(string cursor)
    {
        var provider = new ScriptedHandler().Then($$"""{"data":[],"has_more":true,"next_page":{{cursor}}}""");

        Assert.Contains("there is more, and not where", (await CostsAsync(provider)).Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_pages_than_allowed_fail_and_give_nothing()
    {
        var provider = new ScriptedHandler();
        for (var page = 0; page < 3; page++)
            provider.Then(Page($"p{page}", Bucket(MarchFirst.AddDays(page), Cost("1"))));

        Assert.Contains("still had more after 3 pages", (await CostsAsync(provider, new OpenAILimits { MaxPages = 3 })).Outage(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_on_a_later_page_leaves_nothing_of_the_earlier_ones()
    {
        var provider = new ScriptedHandler().Then(Page("2", Bucket(MarchFirst, Cost("1")))).Then(HttpStatusCode.BadGateway, "");

        Assert.Contains("HTTP 502", (await CostsAsync(provider)).Outage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(206)]
    public async Task A_success_that_is_not_200_is_no_answer(int status) =>
        Assert.Contains($"HTTP {status}", (await CostsAsync(new ScriptedHandler().Then((HttpStatusCode)status, Page(null)))).Outage(), StringComparison.Ordinal);
}
