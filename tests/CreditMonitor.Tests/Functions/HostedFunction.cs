using System.Text.Json;
using Microsoft.AspNetCore.Routing.Template;

namespace CreditMonitor.Tests.Functions;

/// <summary>A function as the host knows it: its folder's name and its <c>function.json</c>.</summary>
public sealed record HostedFunction(string Name, bool IsTimer, string? Schedule, string? Route, IReadOnlyList<string> Methods, string? AuthLevel)
{
    /// <summary>Folders directly under the package's root, as the host looks for them.</summary>
    public static IReadOnlyList<HostedFunction> ReadAll(string package) =>
        [.. Directory.EnumerateDirectories(package).Where(folder => File.Exists(Path.Combine(folder, "function.json"))).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>Whether the host hands such a request to this function (routePrefix is empty).</summary>
    public bool Takes(string method, string path) =>
        Route is not null
        && Methods.Contains(method, StringComparer.OrdinalIgnoreCase)
        && Matcher().TryMatch(path, [])
        && (Route != "{x:maxlength(0)?}" || path == "/");

    private TemplateMatcher Matcher() => new(TemplateParser.Parse(Route == "{x:maxlength(0)?}" ? "{x?}" : Route!), []);

    private static HostedFunction Read(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "function.json")));
        var inputs = document.RootElement.GetProperty("bindings").EnumerateArray().Where(binding => binding.GetProperty("direction").GetString() == "in").ToList();
        var input = Assert.Single(inputs);
        var isTimer = input.GetProperty("type").GetString() == "timerTrigger";
        return new HostedFunction(
            Path.GetFileName(folder), isTimer, isTimer ? input.GetProperty("schedule").GetString() : null, isTimer ? null : input.GetProperty("route").GetString(),
            isTimer ? [] : [.. input.GetProperty("methods").EnumerateArray().Select(method => method.GetString()!)], isTimer ? null : input.GetProperty("authLevel").GetString());
    }
}
