using System.Net;
using System.Text.Json;

namespace CreditMonitor.Tests.Functions;

/// <summary>The process: how it starts, speaks and ends.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class ProcessUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Fact]
    public async Task Told_to_stop_it_ends_with_143_and_never_with_0()
    {
        await using var host = await StartedAsync();

        host.Terminate();

        Assert.Equal(143, await host.EndAsync());
    }

    [Fact]
    public async Task Told_to_stop_in_the_middle_of_a_run_it_does_not_wait_for_the_provider()
    {
        using var silent = new SilentProvider();
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();
        var run = host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour));
        await Task.Delay(500);

        host.Terminate();

        Assert.Equal(143, await host.EndAsync());
        Assert.Equal(InvocationResult.Failed, await run);
        Assert.Equal(0, await SnapshotsAsync());
    }

    [Theory]
    [InlineData("Storage:Sqlite", "CreditMonitor:Storage")]
    [InlineData("Mail:Pickup", "CreditMonitor:Mail")]
    [InlineData("PublicUrl", "CreditMonitor:PublicUrl")]
    [InlineData("Access:TokenSecret:0", "CreditMonitor:Access:TokenSecret")]
    public async Task A_setting_that_has_no_default_there_is_named_and_the_process_ends_with_2(string without, string named)
    {
        Unset(without);
        await using var host = await StartAsync();

        Assert.Equal(2, await host.EndAsync());
        host.Process.WaitForExit();
        Assert.Contains($"creditmonitor: {named} ", host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TZ", "Pacific/Kiritimati")]
    [InlineData("TZDIR", "/nonexistent")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:1")]
    public async Task Neither_the_machines_time_zone_nor_the_lack_of_zones_nor_another_address_matters(string variable, string value)
    {
        SetVariable(variable, value);
        await using var host = await StartedAsync();

        Assert.Equal(InvocationResult.Succeeded, await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour)));

        using var answer = await host.ForwardAsync("GET", "/api/status", Key);
        using var status = JsonDocument.Parse(await answer!.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("Z", status.RootElement.GetProperty("as_of").GetString(), StringComparison.Ordinal);
        Assert.Equal(variable == "TZDIR", host.Errors.Contains("Europe/Berlin", StringComparison.Ordinal));
        Assert.Single(Mails());
    }

    [Fact]
    public async Task Of_all_that_is_logged_only_what_went_wrong_goes_to_stderr()
    {
        await using var host = await StartedAsync();

        await host.InvokeAsync("PollBilling", Invocation.Timer(null, Hour));

        await EventuallyAsync(() => host.Output.Contains("Polled acme", StringComparison.Ordinal), () => host.Output);
        Assert.Equal("", host.Errors.Trim());
    }
}
