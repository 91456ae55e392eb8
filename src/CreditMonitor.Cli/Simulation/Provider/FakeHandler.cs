namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>Lets an <see cref="HttpClient"/> talk to a stand-in provider without a network.</summary>
internal sealed class FakeHandler(FakeProvider provider) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(provider.Answer(request));
        }
        catch (TaskCanceledException noAnswer)
        {
            return Task.FromException<HttpResponseMessage>(noAnswer);
        }
    }
}
