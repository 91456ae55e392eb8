using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CreditMonitor.Functions;

/// <summary>One function for each group of addresses. The program itself checks keys and methods, so every method comes through, and
/// nobody needs a key of the host.</summary>
/// <remarks>Never a catch-all at the root: it would take the host's own addresses and every scan.</remarks>
public sealed class HttpTriggers(HttpPipeline pipeline)
{
    [Function("Home")]
    public Task<IResult> Home([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{x:maxlength(0)?}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Assets")]
    public Task<IResult> Assets([HttpTrigger(AuthorizationLevel.Anonymous, Route = "app.css")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Pages")]
    public Task<IResult> Pages([HttpTrigger(AuthorizationLevel.Anonymous, Route = "organizations/{*path}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Session")]
    public Task<IResult> Session([HttpTrigger(AuthorizationLevel.Anonymous, Route = "session/{*path}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Subscriptions")]
    public Task<IResult> Subscriptions([HttpTrigger(AuthorizationLevel.Anonymous, Route = "subscriptions/{*path}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Calendar")]
    public Task<IResult> Calendar([HttpTrigger(AuthorizationLevel.Anonymous, Route = "calendar/{*path}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Badge")]
    public Task<IResult> Badge([HttpTrigger(AuthorizationLevel.Anonymous, Route = "badge/{*path}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Hooks")]
    public Task<IResult> Hooks([HttpTrigger(AuthorizationLevel.Anonymous, Route = "hooks/{*path}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function("Api")]
    public Task<IResult> Api([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/{*path}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);
}
