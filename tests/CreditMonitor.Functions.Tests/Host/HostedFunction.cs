using System.Text.Json;
using CreditMonitor.Functions.Tests.Rpc;
using Microsoft.AspNetCore.Routing.Template;

namespace CreditMonitor.Functions.Tests.Host;

/// <summary>A function as the host knows it, by what the worker said of it.</summary>
/// <param name="Methods">Null: every method.</param>
internal sealed record HostedFunction(
    RpcFunctionMetadata Metadata, string Input, bool IsTimer, string? Schedule, string? Route, IReadOnlyList<string>? Methods, string? AuthLevel)
{
    private const string Root = "{x:maxlength(0)?}";

    public string Name => Metadata.Name;

    public static HostedFunction Of(RpcFunctionMetadata metadata)
    {
        foreach (var (name, binding) in metadata.RawBindings.Select(BindingOf))
        {
            metadata.Bindings[name] = binding;
        }

        if (metadata.FunctionId.Length == 0)
        {
            metadata.FunctionId = Guid.NewGuid().ToString();
        }

        var raw = Assert.Single(metadata.RawBindings, text => BindingOf(text).Info.Direction == BindingInfo.Types.Direction.In);
        using var input = JsonDocument.Parse(raw);
        var (root, isTimer) = (input.RootElement, Text(input.RootElement, "type") == "timerTrigger");
        var methods = root.TryGetProperty("methods", out var named) ? named.EnumerateArray().Select(method => method.GetString()!).ToList() : null;
        return new HostedFunction(
            metadata, Text(root, "name")!, isTimer, Text(root, "schedule"), Text(root, "route"), methods, Text(root, "authLevel"));
    }

    /// <summary>Whether the host hands such a request to this function (routePrefix is empty).</summary>
    public bool Takes(string method, string path) =>
        Route is not null && (Methods is null || Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        && new TemplateMatcher(TemplateParser.Parse(Route == Root ? "{x?}" : Route), []).TryMatch(path, [])
        && (Route != Root || path == "/");

    private static (string Name, BindingInfo Info) BindingOf(string raw)
    {
        using var binding = JsonDocument.Parse(raw);
        var direction = Enum.Parse<BindingInfo.Types.Direction>(Text(binding.RootElement, "direction")!, ignoreCase: true);
        return (Text(binding.RootElement, "name")!, new BindingInfo { Type = Text(binding.RootElement, "type"), Direction = direction });
    }

    private static string? Text(JsonElement binding, string name) => binding.TryGetProperty(name, out var value) ? value.GetString() : null;
}
