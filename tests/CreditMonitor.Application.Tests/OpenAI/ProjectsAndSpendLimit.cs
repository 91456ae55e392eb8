using System.Net;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.OpenAIReadings;

namespace CreditMonitor.Application.Tests.OpenAI;

public sealed class ProjectsAndSpendLimit
{
    [Fact]
    public async Task Projects_are_paged_by_the_last_id_archived_ones_too()
    {
        var provider = new ScriptedHandler()
            .Then("""{"object":"list","data":[{"id":"a","object":"organization.project","name":"A","created_at":1},{"id":"b","name":null,"status":"archived"}],"last_id":"b","has_more":true}""")
            .Then("""{"object":"list","data":[{"id":"c","name":"C","archived_at":5}],"has_more":false}""");

        var projects = (await ProjectsAsync(provider)).Value();

        Assert.Equal([new Project("a", "A", false), new Project("b", null, true), new Project("c", "C", true)], projects);
        Assert.Equal(["https://api.example/v1/organization/projects?limit=100&include_archived=true", "https://api.example/v1/organization/projects?limit=100&include_archived=true&after=b"], provider.Requests);
    }

    [Fact]
    public async Task Without_a_last_id_the_id_of_the_last_project_leads_on()
    {
        var provider = new ScriptedHandler().Then("""{"data":[{"id":"a"}],"has_more":true}""").Then("""{"data":[{"id":"a"},{"id":"b"}],"has_more":false}""");

        Assert.Equal(["a", "b"], (await ProjectsAsync(provider)).Value().Select(project => project.Id));
        Assert.EndsWith("&after=a", provider.Requests[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"data":[],"has_more":true}""")]
    [InlineData("""{"data":[{"name":"nameless"}],"has_more":false}""")]
    [InlineData("""{"data":[3],"has_more":false}""")]
    [InlineData("""{"data":[]}""")]
    public async Task A_list_of_projects_that_is_not_whole_is_no_list(string body) =>
        Assert.Contains("not the answer described", (await ProjectsAsync(new ScriptedHandler().Then(body))).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task A_page_of_projects_that_comes_twice_would_never_end()
    {
        const string Page = """{"data":[{"id":"a"}],"last_id":"a","has_more":true}""";

        Assert.Contains("twice", (await ProjectsAsync(new ScriptedHandler().Then(Page).Then(Page))).Outage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500050", "enforcing", "5000.5", true)]
    [InlineData("\"1200\"", "inactive", "12", false)]
    [InlineData("1", "something new", "0.01", false)]
    public async Task The_spend_limit_is_given_in_cents(string cents, string status, string dollars, bool enforcing)
    {
        var body = $$$"""{"object":"organization.spend_limit","threshold_amount":{{{cents}}},"currency":"USD","interval":"month","enforcement":{"status":"{{{status}}}"}}""";

        var limit = (await SpendLimitAsync(new ScriptedHandler().Then(body))).Value();

        Assert.Equal(new SpendLimit(new Usd(decimal.Parse(dollars, System.Globalization.CultureInfo.InvariantCulture)), enforcing), limit);
    }

    [Theory]
    [InlineData(404, """{"error":{"message":"none","type":"x","param":null,"code":null}}""")]
    [InlineData(200, "null")]
    [InlineData(200, """{"object":"organization.spend_limit","threshold_amount":null}""")]
    public async Task No_spend_limit_is_an_answer_too(int status, string body) =>
        Assert.Null((await SpendLimitAsync(new ScriptedHandler().Then((HttpStatusCode)status, body))).Value());

    [Theory]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"threshold_amount":-5}""")]
    [InlineData("""{"threshold_amount":"much"}""")]
    [InlineData("""{"threshold_amount":5,"currency":"EUR"}""")]
    [InlineData("""{"threshold_amount":5,"currency":"USD","interval":"day"}""")]
    public async Task A_spend_limit_that_cannot_be_read_is_not_taken_for_none(string body) =>
        Assert.Contains("not the answer described", (await SpendLimitAsync(new ScriptedHandler().Then(body))).Outage(), StringComparison.Ordinal);

    [Fact]
    public async Task A_refusal_names_what_was_asked_for() =>
        Assert.StartsWith("Spend limit of acme may not be read:", (await SpendLimitAsync(new ScriptedHandler().Then(HttpStatusCode.Forbidden, "{}"))).Denial(), StringComparison.Ordinal);
}
