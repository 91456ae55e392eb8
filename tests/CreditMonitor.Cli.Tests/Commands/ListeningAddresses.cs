using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>Where <c>run</c> and <c>demo</c> listen while nobody needs a key.</summary>
public sealed class ListeningAddresses : IDisposable
{
    private readonly AProgram _program = new();

    public void Dispose() => _program.Dispose();

    [Theory]
    [InlineData("run", "http://0.0.0.0:0")]
    [InlineData("run", "http://*:8080")]
    [InlineData("run", "http://+:8080")]
    [InlineData("run", "http://[::]:0")]
    [InlineData("run", "http://credit.example.com:8080")]
    [InlineData("run", "http://127.0.0.1:0;http://192.168.1.7:8080")]
    [InlineData("demo", "http://0.0.0.0:0")]
    public async Task An_address_that_others_can_reach_is_refused_while_nobody_needs_a_key(string verb, string urls)
    {
        var ending = await _program.Watching("http://127.0.0.1:9", await RealDay.BeginAsync()).RunAsync(verb, "--urls", urls);

        Assert.Equal(2, ending.Code);
        Assert.Equal($"creditmonitor: {urls.Split(';')[^1]} can be reached from other machines, and {(verb == "demo"
            ? "the demo has no access keys: give --urls an address of this machine, such as http://127.0.0.1:8080."
            : "no access key is configured: set CreditMonitor:Access:Keys:0:Name and CreditMonitor:Access:Keys:0:Secret, or give --urls an address of this machine, such as http://127.0.0.1:8080.")}", Assert.Single(ending.Sentences));
    }

    [Fact]
    public async Task What_is_no_address_is_named()
    {
        var ending = await _program.RunAsync("demo", "--urls", "8080");

        Assert.Equal((2, "creditmonitor: --urls has '8080'; expected addresses such as http://127.0.0.1:8080, separated by semicolons."), (ending.Code, Assert.Single(ending.Sentences)));
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:0")]
    [InlineData("DOTNET_URLS", "http://0.0.0.0:0")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "0")]
    [InlineData("ASPNETCORE_Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0")]
    [InlineData("Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0")]
    public async Task No_variable_of_the_server_opens_another_address(string variable, string value)
    {
        using var demo = _program.Variable(variable, value).Start("demo", "--urls", "http://127.0.0.1:0");
        string? line;
        while ((line = await demo.StandardError.ReadLineAsync()) is not null && !line.StartsWith("Page ", StringComparison.Ordinal))
        {
        }

        var rest = demo.StandardError.ReadToEndAsync();
        demo.Kill(entireProcessTree: true);
        await demo.WaitForExitAsync();
        await rest;

        Assert.StartsWith("Page http://127.0.0.1:", line, StringComparison.Ordinal);
    }
}
