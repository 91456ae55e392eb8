using CreditMonitor.Core.Observations;
using CreditMonitor.OpenAI;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

/// <summary>What comes in the very bytes of the answer before is what was read out of them then; anything else is read anew.</summary>
public sealed class AnswersGivenBefore
{
    private static readonly string One = Page(null, Bucket(MarchFirst, Cost("1.25")));

    private static async Task<CostReport> CostsAsync(OpenAIBillingSource source, string organization = "acme", string key = Key, int day = 0) =>
        (await source.ReadCostsAsync(OpenAIReadings.Access(key) with { OrganizationId = organization }, MarchFirst.AddDays(day), CancellationToken.None)).Value();

    [Fact]
    public async Task The_same_bytes_are_the_same_days_and_are_remarked_on_again()
    {
        var odd = Page(null, Bucket(MarchFirst, Cost("\"1.25\"")));
        var source = Source(new ScriptedHandler().Then(odd).Then(odd));

        var (first, again) = (await CostsAsync(source), await CostsAsync(source));

        Assert.Same(first.Days[0], again.Days[0]);
        Assert.Single(again.Remarks);
    }

    [Fact]
    public async Task Another_figure_of_the_same_length_is_read_anew_and_so_is_the_first_when_it_comes_back()
    {
        var source = Source(new ScriptedHandler().Then(One).Then(One.Replace("1.25", "1.26", StringComparison.Ordinal)).Then(One));

        Assert.Equal([1.25m, 1.26m, 1.25m], [await TotalAsync(source), await TotalAsync(source), await TotalAsync(source)]);

        static async Task<decimal> TotalAsync(OpenAIBillingSource source) => (await CostsAsync(source)).Days[0].Total.Amount;
    }

    [Fact]
    public async Task An_answer_is_that_of_its_organization_key_and_first_day_alone()
    {
        var source = Source(new ScriptedHandler().Then(One).Then(One).Then(One).Then(One));

        var first = await CostsAsync(source);
        var others = new[] { await CostsAsync(source, organization: "other"), await CostsAsync(source, key: Key + "2") };

        Assert.All(others, other => Assert.NotSame(first.Days[0], Assert.Single(other.Days)));
        Assert.Empty((await CostsAsync(source, day: 1)).Days);
    }

    [Fact]
    public async Task A_first_page_that_was_once_the_whole_answer_is_not_the_whole_of_another()
    {
        var next = Page(null, Bucket(MarchFirst.AddDays(1), Cost("2")));
        var source = Source(new ScriptedHandler().Then(One).Then(Page("p2", Bucket(MarchFirst, Cost("1.25")))).Then(next).Then(Page("p2", Bucket(MarchFirst, Cost("1.25")))).Then(One));

        Assert.Single((await CostsAsync(source)).Days);
        Assert.Equal(2, (await CostsAsync(source)).Days.Length);
        Assert.IsType<Reading<CostReport>.Unavailable>(await source.ReadCostsAsync(OpenAIReadings.Access(), MarchFirst, CancellationToken.None));    // its second page is the first again: a day twice
    }

    [Fact]
    public async Task A_refusal_in_the_same_bytes_is_a_refusal()
    {
        var source = Source(new ScriptedHandler().Then(One).Then(System.Net.HttpStatusCode.ServiceUnavailable, One));

        await CostsAsync(source);

        Assert.IsType<Reading<CostReport>.Unavailable>(await source.ReadCostsAsync(OpenAIReadings.Access(), MarchFirst, CancellationToken.None));
    }
}
