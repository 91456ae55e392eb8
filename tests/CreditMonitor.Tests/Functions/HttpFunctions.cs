using CreditMonitor.Hosting;
using CreditMonitor.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Tests.Functions;

/// <summary>The host forwards only what a <c>function.json</c> names, so every route of the program must be under one, and no timer under any.</summary>
public sealed class HttpFunctions : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-routes-").FullName;
    private readonly WebApplication _app;

    public HttpFunctions()
    {
        var settings = SettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CreditMonitor:Organizations:0:Id"] = "acme",
            ["CreditMonitor:Organizations:0:AdminKey"] = "sk-admin-routes",
            ["CreditMonitor:Storage:Sqlite"] = Path.Combine(_folder, "monitor.db"),
        }).Build()).Settings!;
        _app = MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0") { FunctionsHost = new FunctionsHost(7071) });
    }

    private static IReadOnlyList<HostedFunction> Functions => HostedFunction.ReadAll(Path.GetDirectoryName(typeof(MonitorHost).Assembly.Location)!);

    [Fact]
    public void Every_route_of_the_program_is_forwarded_by_one_function()
    {
        var timers = Functions.Where(function => function.IsTimer).Select(function => "/" + function.Name).ToHashSet(StringComparer.Ordinal);
        var routes = Routes().Where(route => !timers.Contains(route.Path)).ToList();

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.Single(Functions, function => function.Takes(route.Method, route.Path)));
    }

    [Fact]
    public void Every_timer_is_answered_and_no_http_function_takes_its_path()
    {
        foreach (var timer in Functions.Where(function => function.IsTimer))
        {
            Assert.Contains(("POST", "/" + timer.Name), Routes());
            Assert.DoesNotContain(Functions, function => new[] { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" }.Any(method => function.Takes(method, "/" + timer.Name)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<(string Method, string Path)> Routes() =>
        from endpoint in ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, "/" + (endpoint.RoutePattern.RawText ?? "").Trim('/').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
}
