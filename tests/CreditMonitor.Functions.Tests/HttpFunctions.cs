using CreditMonitor.Hosting;
using CreditMonitor.Settings;
using CreditMonitor.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Functions.Tests;

/// <summary>The host hands over only what a function takes, so every route of the program must be under one.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class HttpFunctions(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task Every_route_of_the_program_is_taken_by_one_function()
    {
        await using var host = await StartedAsync();

        var routes = Routes().ToList();

        Assert.NotEmpty(routes);
        Assert.All(routes, route => Assert.Single(host.Functions, function => function.Takes(route.Method, route.Path)));
    }

    private List<(string Method, string Path)> Routes()
    {
        var settings = SettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CreditMonitor:Organizations:0:Id"] = "acme",
            ["CreditMonitor:Organizations:0:AdminKey"] = "sk-admin-routes",
            ["CreditMonitor:Storage:Sqlite"] = Database,
        }).Build()).Settings!;
        using var app = (IDisposable)MonitorHost.Build(new MonitorHostOptions(settings, "http://127.0.0.1:0"));
        return [..
            from endpoint in ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            let path = (endpoint.RoutePattern.RawText ?? "").Trim('/')
            select (method, "/" + path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal))];
    }
}
