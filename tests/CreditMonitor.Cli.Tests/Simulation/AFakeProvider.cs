using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Simulation;

public sealed class AFakeProvider
{
    private readonly Life _life = new();

    private async Task<string> TextAsync(string question) => await (await _life.GetAsync(question)).Content.ReadAsStringAsync();

    [Fact]
    public async Task A_figure_is_told_from_the_instant_it_is_visible_and_not_before()
    {
        _life.Publish(Life.First, 5m, at: _life.Clock.Now);

        _life.Clock.Now = _life.Clock.Now.AddTicks(-1);
        Assert.Empty((await _life.CostsAsync()).Value().Days[0].Rows);
        _life.Clock.Now = _life.Clock.Now.AddTicks(1);
        Assert.Equal(new Usd(5m), (await _life.CostsAsync()).Value().Days[0].Total);
    }

    [Fact]
    public async Task A_later_figure_replaces_the_earlier_once_it_is_visible()
    {
        var now = _life.Clock.Now;
        _life.Publish(Life.First, 7m, at: now.AddHours(1));
        _life.Publish(Life.First, 5m, at: now.AddHours(-1));

        Assert.Equal(new Usd(5m), (await _life.CostsAsync()).Value().Days[0].Total);
        _life.Clock.Now = now.AddHours(1);
        Assert.Equal(new Usd(7m), (await _life.CostsAsync()).Value().Days[0].Total);
    }

    [Fact]
    public async Task What_was_told_once_is_not_told_again_after_it_changed()
    {
        const string Question = "/organization/costs?start_time=1767225600&limit=1";
        var now = _life.Clock.Now;
        _life.Publish(Life.First, 5m, at: now);
        _life.Publish(Life.First, 6m, at: now.AddHours(1));

        Assert.Contains("\"value\":5,", await TextAsync(Question), StringComparison.Ordinal);
        Assert.Contains("\"value\":5,", await TextAsync(Question + "&group_by=api_key_id"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"value\"", await TextAsync(Question + "&project_ids=proj_b"), StringComparison.Ordinal);
        _life.Clock.Now = now.AddHours(1);
        Assert.Contains("\"value\":6,", await TextAsync(Question), StringComparison.Ordinal);
        _life.Publish(Life.First, 7m, at: now.AddHours(1));
        Assert.Contains("\"value\":7,", await TextAsync(Question), StringComparison.Ordinal);
        _life.Clock.Now = now.AddTicks(-1);
        Assert.DoesNotContain("\"value\"", await TextAsync(Question), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_day_up_to_today_has_a_bucket_and_quiet_ones_are_empty()
    {
        _life.Publish(Life.First.AddDays(3), 1m);

        var days = (await _life.CostsAsync()).Value().Days;

        Assert.Equal(60, days.Length);
        Assert.Equal(DateOnly.FromDateTime(_life.Clock.Now.UtcDateTime), days[^1].Day);
        Assert.Equal(Life.First.AddDays(3), Assert.Single(days, day => day.Rows.Length > 0).Day);
    }

    [Fact]
    public async Task Rows_are_summed_over_what_was_not_asked_for()
    {
        _life.Publish(Life.First, 1m, apiKey: "k1");
        _life.Publish(Life.First, 2m, apiKey: "k2");
        _life.Publish(Life.First, 4m, lineItem: "y");

        var rows = (await _life.CostsAsync()).Value().Days[0].Rows;

        Assert.Equal([new CostRow("proj_a", "x", null, new Usd(3m)), new CostRow("proj_a", "y", null, new Usd(4m))], rows);
        Assert.Contains("""{"value":7,"currency":"usd"},"line_item":null,"project_id":null""",
            await (await _life.GetAsync("/organization/costs?start_time=1767225600&limit=1")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"api_key_id\":\"k2\"",
            await (await _life.GetAsync("/organization/costs?start_time=1767225600&group_by=api_key_id")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(180, 1)]
    [InlineData(31, 2)]
    [InlineData(7, 9)]
    public async Task Pages_hold_what_the_provider_likes_and_the_whole_is_read(int cap, int requests)
    {
        var life = new Life(cap);
        for (var day = 0; day < 59; day++)
            life.Publish(Life.First.AddDays(day), 1m);

        Assert.Equal(59m, (await life.CostsAsync()).Value().Days.Sum(day => day.Total.Amount));
        Assert.Equal(requests, life.Provider.RequestsTo("costs"));
    }

    [Theory]
    [InlineData("/organization/costs", "start_time")]
    [InlineData("/organization/costs?start_time=x", "start_time")]
    [InlineData("/organization/costs?start_time=1767225600&bucket_width=1h", "bucket_width")]
    [InlineData("/organization/costs?start_time=1767225600&limit=181", "limit")]
    [InlineData("/organization/costs?start_time=1767225600&limit=0", "limit")]
    [InlineData("/organization/costs?start_time=1767225600&group_by=model", "group_by")]
    [InlineData("/organization/costs?start_time=1764979199&group_by=api_key_id", "start_time")]
    [InlineData("/organization/costs?start_time=1767225600&page=page_20260105_00000000", "page")]
    [InlineData("/organization/projects?limit=101", "limit")]
    public async Task What_the_provider_refuses_is_refused_by_name(string question, string param)
    {
        var answer = await _life.GetAsync(question);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains($"\"param\":\"{param}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_may_be_asked_for_from_the_sixth_of_December_2025() =>
        Assert.Equal(200, (int)(await _life.GetAsync("/organization/costs?start_time=1764979200&group_by=api_key_id")).StatusCode);

    [Theory]
    [InlineData(FaultMode.Unauthorized, "revoked, expired or mistyped")]
    [InlineData(FaultMode.MissingScope, "lacks the scope api.usage.read")]
    internal async Task A_fault_that_needs_an_operator_reads_as_denied(FaultMode mode, string why)
    {
        _life.FailAlways(mode);

        Assert.Contains(why, (await _life.CostsAsync()).Denial(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultMode.RateLimited, "HTTP 429")]
    [InlineData(FaultMode.ServerError, "HTTP 500")]
    [InlineData(FaultMode.Timeout, "did not answer within 30 seconds")]
    [InlineData(FaultMode.Garbage, "not the answer described")]
    internal async Task A_fault_that_passes_reads_as_unavailable(FaultMode mode, string why)
    {
        _life.FailAlways(mode, "costs");

        Assert.Contains(why, (await _life.CostsAsync()).Outage(), StringComparison.Ordinal);
        Assert.Empty((await _life.Source.ReadProjectsAsync(OpenAIReadings.Access(), CancellationToken.None)).Value());
    }

    [Fact]
    public async Task Amounts_as_text_read_the_same_and_empty_buckets_know_nothing()
    {
        _life.Publish(Life.First, 1.25m);
        _life.Publish(Life.First.AddDays(1), 0m);
        var now = _life.Clock.Now;
        _life.Provider.Fail(now, now.AddHours(1), "costs", FaultMode.StringAmounts);
        _life.Provider.Fail(now.AddHours(1), now.AddHours(2), null, FaultMode.EmptyBuckets);

        var asText = (await _life.CostsAsync()).Value();
        _life.Clock.Now = now.AddHours(1);
        var empty = (await _life.CostsAsync()).Value();
        _life.Clock.Now = now.AddHours(2);
        var again = (await _life.CostsAsync()).Value();

        Assert.Equal([1.25m, 0m], asText.Days.Take(2).Select(day => day.Total.Amount));
        Assert.Equal([1, 1], asText.Days.Take(2).Select(day => day.Rows.Length));
        Assert.Single(asText.Remarks);
        Assert.All(empty.Days, day => Assert.Empty(day.Rows));
        Assert.Equal(new Usd(1.25m), again.Days[0].Total);
        Assert.Empty(again.Remarks);
    }

    [Theory]
    [InlineData("missing_scope", FaultMode.MissingScope)]
    [InlineData("string_amounts", FaultMode.StringAmounts)]
    [InlineData("timeout", FaultMode.Timeout)]
    internal void A_mode_is_written_as_in_scenarios(string text, FaultMode mode)
    {
        Assert.True(FaultModes.TryParse(text, out var parsed));
        Assert.Equal(mode, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("on_fire")]
    public void An_unknown_mode_is_none(string text) => Assert.False(FaultModes.TryParse(text, out _));

    [Fact]
    public async Task Only_the_right_key_is_answered_and_the_wrong_one_is_not_repeated()
    {
        var life = new Life(adminKey: OpenAIReadings.Key);

        (await life.CostsAsync()).Value();
        Assert.DoesNotContain("other-key", (await life.CostsAsync(key: "sk-admin-other-key")).Denial(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Projects_come_by_pages_with_the_archived_ones()
    {
        for (var number = 0; number < 205; number++)
            _life.Provider.AddProject(new Project($"proj_{number:000}", null, false), _life.Clock.Now);
        _life.Provider.AddProject(new Project("proj_007", "Old", true), _life.Clock.Now);
        _life.Provider.AddProject(new Project("proj_later", null, false), _life.Clock.Now.AddDays(1));

        var projects = (await _life.Source.ReadProjectsAsync(OpenAIReadings.Access(), CancellationToken.None)).Value();

        Assert.Equal(205, projects.Length);
        Assert.Equal(new Project("proj_007", "Old", true), projects[7]);
        Assert.Equal(3, _life.Provider.RequestsTo("projects"));
    }

    [Fact]
    public async Task The_spend_limit_holds_from_when_it_was_set_until_it_is_taken_back()
    {
        var now = _life.Clock.Now;
        _life.Provider.SetSpendLimit(new SpendLimit(new Usd(250.5m), true), now);
        _life.Provider.SetSpendLimit(null, now.AddDays(1));

        var limits = new List<SpendLimit?>();
        foreach (var at in new[] { now.AddDays(-1), now, now.AddDays(1) })
        {
            _life.Clock.Now = at;
            limits.Add((await _life.Source.ReadSpendLimitAsync(OpenAIReadings.Access(), CancellationToken.None)).Value());
        }

        Assert.Equal([null, new SpendLimit(new Usd(250.5m), true), null], limits);
    }

    [Fact]
    public async Task It_answers_the_same_over_a_loopback_port()
    {
        var life = new Life(adminKey: OpenAIReadings.Key);
        life.Publish(Life.First, 4.5m);
        await using var server = await FakeServer.StartAsync(life.Provider, CancellationToken.None);
        using var handler = CreditMonitor.OpenAI.OpenAIHttp.CreateHandler();
        var source = OpenAIReadings.Source(handler, clock: life.Clock);
        var access = OpenAIReadings.Access() with { BaseUrl = server.BaseUrl };

        var read = await source.ReadCostsAsync(access, Life.First, CancellationToken.None);
        life.FailAlways(FaultMode.Timeout);
        var silent = await source.ReadCostsAsync(access, Life.First, CancellationToken.None);
        life.FailAlways(FaultMode.RateLimited);
        var limited = await source.ReadCostsAsync(access, Life.First, CancellationToken.None);

        Assert.Equal(new Usd(4.5m), read.Value().Days[0].Total);
        Assert.Contains("broke", silent.Outage(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<Reading<CostReport>.Unavailable>(limited).RetryAfter);
    }
}
