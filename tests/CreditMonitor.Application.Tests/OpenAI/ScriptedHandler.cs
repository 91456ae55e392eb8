using System.Net;
using System.Text;

namespace CreditMonitor.Application.Tests.OpenAI;

/// <summary>Answers what was scripted, in order; a request that nobody scripted is a failure of the test.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    public List<string> Requests { get; } = [];

    public List<string?> Authorizations { get; } = [];

    public ScriptedHandler Then(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    public ScriptedHandler Then(HttpStatusCode status, string body, Action<HttpResponseMessage>? alter = null) => Then((_, _) =>
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        alter?.Invoke(answer);
        return Task.FromResult(answer);
    });

    public ScriptedHandler Then(string body) => Then(HttpStatusCode.OK, body);

    public ScriptedHandler ThenThrow(Exception failure) => Then((_, _) => Task.FromException<HttpResponseMessage>(failure));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request.RequestUri!.AbsoluteUri);
        Authorizations.Add(request.Headers.Authorization?.ToString());
        return _answers.TryDequeue(out var answer)
            ? answer(request, cancellationToken)
            : throw new InvalidOperationException($"Nobody scripted an answer to {request.RequestUri}");
    }
}
