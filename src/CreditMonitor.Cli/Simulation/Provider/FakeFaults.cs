using System.Net;
using System.Net.Http.Headers;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>When which endpoint fails, and how.</summary>
internal sealed class FakeFaults
{
    private readonly List<(DateTimeOffset From, DateTimeOffset Until, string Endpoint, FaultMode Mode)> _faults = [];

    public void Add(DateTimeOffset from, DateTimeOffset until, string endpoint, FaultMode mode) => _faults.Add((from, until, endpoint, mode));

    /// <summary>The fault that was added last, of those that hold at <paramref name="now"/>; null when there is none.</summary>
    public FaultMode? At(DateTimeOffset now, string endpoint)
    {
        for (var place = _faults.Count - 1; place >= 0; place--)
        {
            var fault = _faults[place];
            if (fault.From <= now && now < fault.Until && (fault.Endpoint == "all" || fault.Endpoint == endpoint))
                return fault.Mode;
        }

        return null;
    }

    /// <summary>What is answered in place of the truth; null when the truth is, if in another guise.</summary>
    /// <exception cref="TaskCanceledException">Nothing is answered.</exception>
    public static HttpResponseMessage? Answer(FaultMode? fault) => fault switch
    {
        FaultMode.Unauthorized => FakeAnswers.Error(HttpStatusCode.Unauthorized, "invalid_request_error", "Incorrect API key provided.", code: "invalid_api_key"),
        FaultMode.MissingScope => FakeAnswers.Error(HttpStatusCode.Forbidden, "invalid_request_error",
            "You have insufficient permissions for this operation. Missing scopes: api.usage.read."),
        FaultMode.RateLimited => RateLimited(),
        FaultMode.ServerError => FakeAnswers.Error(HttpStatusCode.InternalServerError, "server_error", "The server had an error while processing your request."),
        FaultMode.Timeout => throw new TaskCanceledException("The stand-in provider does not answer at this time.", new TimeoutException()),
        FaultMode.Garbage => FakeAnswers.Page(),
        _ => null,
    };

    private static HttpResponseMessage RateLimited()
    {
        var answer = FakeAnswers.Error(HttpStatusCode.TooManyRequests, "requests", "Rate limit reached. Please try again later.", code: "rate_limit_exceeded");
        answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(60));
        return answer;
    }
}
