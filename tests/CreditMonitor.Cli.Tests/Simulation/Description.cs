using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Simulation;

/// <summary>What we send and what the stand-in answers, held against the provider's published description.</summary>
public sealed class Description
{
    private static readonly DateTimeOffset UsedFrom = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PublishedDescription _description = PublishedDescription.Load();
    private readonly Life _life = new(pageCap: 31);

    [Fact]
    public async Task Requests_and_answers_are_as_described()
    {
        Fill(_life);
        var watched = new Watched(_life.Provider, _description);
        var source = OpenAIReadings.Source(watched, clock: _life.Clock);

        (await source.ReadCostsAsync(OpenAIReadings.Access(), Life.First, CancellationToken.None)).Value();
        (await source.ReadProjectsAsync(OpenAIReadings.Access(), CancellationToken.None)).Value();
        (await source.ReadSpendLimitAsync(OpenAIReadings.Access(), CancellationToken.None)).Value();

        (await source.ReadUsageAsync(OpenAIReadings.Access(), UsedFrom, CancellationToken.None)).Value();
        foreach (var endpoint in Enum.GetValues<UsageEndpoint>())
            Assert.NotEmpty((await source.ReadOtherUsageAsync(OpenAIReadings.Access(), endpoint, UsedFrom, CancellationToken.None)).Value().Slots);

        Assert.Equal(10, watched.Seen);
        Assert.Empty(watched.Faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&group_by=api_key_id")]
    [InlineData("&group_by=project_id&group_by=line_item&group_by=api_key_id")]
    [InlineData("&project_ids=proj_a&api_key_ids=k&end_time=1767398400")]
    public async Task Every_grouping_is_answered_as_described(string rest)
    {
        Fill(_life);
        await CheckAsync("/organization/costs?start_time=1767225600" + rest, 200);
    }

    [Theory]
    [InlineData(FaultMode.Unauthorized, 401)]
    [InlineData(FaultMode.MissingScope, 403)]
    [InlineData(FaultMode.RateLimited, 429)]
    [InlineData(FaultMode.ServerError, 500)]
    [InlineData(FaultMode.EmptyBuckets, 200)]
    internal async Task Faults_that_the_description_allows_are_answered_as_described(FaultMode mode, int status)
    {
        Fill(_life);
        _life.FailAlways(mode);
        await CheckAsync("/organization/costs?start_time=1767225600", status);
    }

    [Fact]
    public async Task Amounts_as_text_are_the_departure_that_was_seen()
    {
        Fill(_life);
        _life.FailAlways(FaultMode.StringAmounts);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/v1/organization/costs?start_time=1767225600&limit=1");

        var answer = _life.Provider.Answer(request);

        Assert.NotEmpty(_description.FaultsOfAnswer(request, 200, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/organization/costs", "start_time is required")]
    [InlineData("/organization/costs?start_time=1&bucket_width=1h", "none of")]
    [InlineData("/organization/costs?start_time=1&group_by[]=line_item", "group_by[] is not described")]
    [InlineData("/organization/costs?start_time=1&group_by=model", "none of")]
    [InlineData("/organization/costs?start_time=1&limit=1&limit=2", "2 times")]
    [InlineData("/organization/nothing", "is not described")]
    public void The_check_itself_finds_what_departs(string question, string fault)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/v1" + question);

        Assert.Contains(_description.FaultsOfRequest(request), found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"object":"page","data":[],"has_more":false}""", "no next_page")]
    [InlineData("""{"object":"list","data":[],"has_more":false,"next_page":null}""", "none of")]
    [InlineData("""{"object":"page","data":[],"has_more":false,"next_page":7}""", "anyOf")]
    [InlineData("""{"object":"page","data":[{"object":"bucket","start_time":1.5,"end_time":2,"results":[]}],"has_more":false,"next_page":null}""", "not integer")]
    [InlineData("""{"object":"page","data":[{"object":"bucket","start_time":1,"end_time":2,"results":[{"object":"x"}]}],"has_more":false,"next_page":null}""", "oneOf")]
    public void The_check_itself_finds_answers_that_depart(string body, string fault)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/v1/organization/costs?start_time=1");

        Assert.Contains(_description.FaultsOfAnswer(request, 200, body), found => found.Contains(fault, StringComparison.Ordinal));
    }

    private static void Fill(Life life)
    {
        life.Publish(Life.First, 1.234567890123m);
        life.Publish(Life.First, 2m, project: null, lineItem: null, apiKey: null);
        life.Publish(Life.First.AddDays(1), -0.5m);
        life.Provider.AddProject(new Project("proj_a", "A", false), life.Clock.Now);
        life.Provider.AddProject(new Project("proj_b", null, true), life.Clock.Now);
        foreach (var endpoint in Enum.GetValues<UsageEndpoint>().Select(one => (UsageEndpoint?)one).Append(null))
            life.Provider.Use(new SteadyUsage(UsedFrom, life.Clock.Now, 30, 2_000, "key_a", "a-model", "proj_a", UsedFrom) { Endpoint = endpoint });

        life.Provider.SetSpendLimit(new SpendLimit(new Usd(100m), true), life.Clock.Now);
    }

    private async Task CheckAsync(string question, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/v1" + question);
        using var answer = _life.Provider.Answer(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(_description.FaultsOfRequest(request));
        Assert.Empty(_description.FaultsOfAnswer(request, status, await answer.Content.ReadAsStringAsync()));
    }

    private sealed class Watched(FakeProvider provider, PublishedDescription description) : DelegatingHandler(new FakeHandler(provider))
    {
        public int Seen { get; private set; }

        public List<string> Faults { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            Seen++;
            Faults.AddRange(description.FaultsOfRequest(request));
            Faults.AddRange(description.FaultsOfAnswer(request, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken)));
            return answer;
        }
    }
}
