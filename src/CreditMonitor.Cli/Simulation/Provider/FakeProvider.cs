using System.Net;
using System.Net.Http.Headers;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using Microsoft.AspNetCore.WebUtilities;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>Answers in the provider's place, with what is visible at the clock's now. Serves the demo, the tests and replayed scenarios.</summary>
/// <remarks>Safe for concurrent requests. What the provider does where its description is silent is modelled on what was seen
///.</remarks>
internal sealed class FakeProvider(TimeProvider clock)
{
    private const string Usage = "usage/";

    private readonly Lock _gate = new();
    private readonly FakeCosts _costs = new();
    private readonly FakeProjects _projects = new();
    private readonly FakeAuditLog _auditLog = new();
    private readonly FakeAdminKeys _adminKeys = new();
    private readonly FakeUsage _usage = new();
    private readonly FakeFaults _faults = new();
    private readonly Timeline<SpendLimit?> _spendLimit = new();
    private readonly Dictionary<string, int> _requests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Query, ILookup<string, string> Parameters)> _asked = new(StringComparer.Ordinal);

    /// <summary>The one key that is accepted; null: any, and none.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Most days in a page, whatever was asked for: 31 was seen in the wild.</summary>
    public int PageCap { get; init; } = 180;

    /// <param name="visibleAt">First instant at which the provider answers with it; a later one for the same day and names replaces it.</param>
    public void Publish(DateOnly day, string? project, string? lineItem, string? apiKey, Usd amount, DateTimeOffset visibleAt) =>
        Publish(new PublishedCost(day, project, lineItem, apiKey, amount, visibleAt));

    public void Publish(PublishedCost cost)
    {
        lock (_gate)
            _costs.Publish(cost);
    }

    public void AddProject(Project project, DateTimeOffset visibleAt)
    {
        lock (_gate)
            _projects.Add(project, visibleAt);
    }

    public void Use(SteadyUsage usage)
    {
        lock (_gate)
            _usage.Add(usage);
    }

    public void LogKey(DateTimeOffset at, bool created, string apiKey, string? project)
    {
        lock (_gate)
            _auditLog.Add(at, created, apiKey, project);
    }

    /// <summary>The key that asks is then refused from <paramref name="end"/> on.</summary>
    /// <param name="end">Null: it has none, as before the first call.</param>
    /// <param name="visibleAt">From then on the list says so.</param>
    public void EndAdminKey(DateTimeOffset? end, DateTimeOffset visibleAt)
    {
        lock (_gate)
            _adminKeys.End(end, visibleAt);
    }

    /// <summary>A further key of the organization, as the list shows it.</summary>
    public void AddAdminKey(string redacted, DateTimeOffset? end)
    {
        lock (_gate)
            _adminKeys.Add(redacted, end);
    }

    /// <param name="limit">Null: from then on, none is set.</param>
    public void SetSpendLimit(SpendLimit? limit, DateTimeOffset visibleAt)
    {
        lock (_gate)
            _spendLimit.Add(visibleAt, limit);
    }

    /// <param name="from">Inclusive.</param>
    /// <param name="until">Exclusive.</param>
    /// <param name="endpoint"><c>costs</c>, <c>usage</c> (each of them) or one as <c>usage/images</c>, <c>projects</c>, <c>spend_limit</c>, <c>audit_logs</c>, <c>admin_api_keys</c>; <c>all</c> or null is every one.</param>
    public void Fail(DateTimeOffset from, DateTimeOffset until, string? endpoint, FaultMode mode)
    {
        lock (_gate)
            _faults.Add(from, until, endpoint ?? "all", mode);
    }

    /// <summary>How often an endpoint was asked, failures included.</summary>
    public int RequestsTo(string endpoint)
    {
        lock (_gate)
            return _requests.GetValueOrDefault(endpoint);
    }

    /// <exception cref="TaskCanceledException">The endpoint does not answer at this time: what <see cref="HttpClient"/> throws, without the wait.</exception>
    public HttpResponseMessage Answer(HttpRequestMessage request)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var endpoint = EndpointOf(request.RequestUri!);
            _requests[endpoint] = _requests.GetValueOrDefault(endpoint) + 1;
            var fault = _faults.At(now, endpoint) ?? (endpoint.StartsWith(Usage, StringComparison.Ordinal) ? _faults.At(now, "usage") : null);
            return FakeFaults.Answer(fault) ?? RefusedKey(request.Headers.Authorization, now) ?? Answer(request, endpoint, fault, now);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string endpoint, FaultMode? fault, DateTimeOffset now)
    {
        if (request.Method != HttpMethod.Get)
            return FakeAnswers.Error(HttpStatusCode.MethodNotAllowed, "invalid_request_error", "Only GET is answered here.");

        var parameters = ParametersOf(endpoint, request.RequestUri!.Query);
        return endpoint switch
        {
            "costs" => _costs.Answer(parameters, PageCap, fault, now),
            "projects" => _projects.Answer(parameters, now),
            _ when endpoint.StartsWith(Usage, StringComparison.Ordinal) => _usage.Answer(endpoint[Usage.Length..], parameters, fault, now),
            "audit_logs" => _auditLog.Answer(parameters, now),
            "admin_api_keys" => _adminKeys.Answer(parameters, request.Headers.Authorization?.Parameter ?? "", now),
            "spend_limit" when _spendLimit.TryGet(now, out var limit) && limit is not null => FakeAnswers.SpendLimit(limit),
            _ => FakeAnswers.NotFound(),
        };
    }

    private HttpResponseMessage? RefusedKey(AuthenticationHeaderValue? given, DateTimeOffset now) =>
        (AdminKey is null || given is { Scheme: "Bearer" } && given.Parameter == AdminKey) && !_adminKeys.HasEnded(now)
            ? null
            : FakeAnswers.Error(HttpStatusCode.Unauthorized, "invalid_request_error", $"Incorrect API key provided: {given?.Parameter}.", code: "invalid_api_key");

    /// <summary>The question that an endpoint was asked last is mostly the next one too: the same instance then.</summary>
    private ILookup<string, string> ParametersOf(string endpoint, string query)
    {
        if (!_asked.TryGetValue(endpoint, out var last) || last.Query != query)
            _asked[endpoint] = last = (query, Parse(query));

        return last.Parameters;
    }

    private static ILookup<string, string> Parse(string query) => QueryHelpers.ParseQuery(query)
        .SelectMany(parameter => parameter.Value, (parameter, value) => (parameter.Key, Value: value ?? ""))
        .ToLookup(parameter => parameter.Key, parameter => parameter.Value, StringComparer.Ordinal);

    private static string EndpointOf(Uri address)
    {
        const string Root = "/organization/";
        var at = address.AbsolutePath.IndexOf(Root, StringComparison.Ordinal);
        return at < 0 ? address.AbsolutePath : address.AbsolutePath[(at + Root.Length)..];
    }
}
