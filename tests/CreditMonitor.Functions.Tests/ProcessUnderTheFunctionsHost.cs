using System.Net;
using System.Text.Json;
using CreditMonitor.Functions.Tests.Host;
using CreditMonitor.Functions.Tests.Rpc;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>The process: how it starts, speaks and ends.</summary>
[Collection(nameof(UnderTheFunctionsHost))]
public sealed class ProcessUnderTheFunctionsHost(PublishedPackage package) : UnderTheFunctionsHost(package)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Asked_to_stop_it_ends_with_143_and_never_with_0(bool signal)
    {
        await using var host = await StartedAsync();
        await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));

        Stop(host, signal);

        Assert.Equal(143, await host.EndAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Asked_to_stop_in_the_middle_of_a_run_it_does_not_wait_for_the_provider(bool signal)
    {
        using var silent = new SilentProvider();
        Set("Organizations:0:BaseUrl", silent.BaseUrl);
        await using var host = await StartedAsync();
        var run = host.RunAsync("PollBilling", Invocation.Timer(null, Hour));
        await Task.Delay(1_000);

        Stop(host, signal);

        Assert.Equal(143, await host.EndAsync());
        Assert.False(await SucceededAsync(run));
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

    [Fact]
    public async Task Every_faulty_setting_is_named_at_once_a_schedule_of_the_host_too_and_no_secret_is_shown()
    {
        const string Secret = "too-short-a-secret";
        Set("Access:Keys:0:Secret", Secret);
        Set("Organizations:0:BurnOrder", "backwards");
        Set("Colour", "red");
        SetVariable("POLL_BILLING_SCHEDULE", "every hour");
        await using var host = await StartAsync();

        Assert.Equal(2, await host.EndAsync());
        host.Process.WaitForExit();
        string[] faults =
        [
            "CreditMonitor:Access:Keys:0:Secret", "CreditMonitor:Organizations:0:BurnOrder", "CreditMonitor:Colour",
            "POLL_BILLING_SCHEDULE is 'every hour'; expected six fields",
        ];
        Assert.All(faults, fault => Assert.Contains(fault, host.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, host.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", host.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TZ", "Pacific/Kiritimati")]
    [InlineData("TZ", "America/Los_Angeles")]
    [InlineData("TZDIR", "/nonexistent")]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:1")]
    [InlineData("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true")]
    public async Task Neither_the_machines_time_zone_nor_the_lack_of_zones_nor_another_address_matters(string variable, string value)
    {
        SetVariable(variable, value);
        await using var host = await StartedAsync();

        var run = await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));

        Assert.True(run.Succeeded, run.Message);
        using var answer = (await host.HandOverAsync(new Asked("GET", "/api/status", Key)))!.Answer;
        using var status = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith("Z", status.RootElement.GetProperty("as_of").GetString(), StringComparison.Ordinal);
        Assert.Equal(variable == "TZDIR", host.Said.Contains("Europe/Berlin", StringComparison.Ordinal));
        Assert.Single(Mails());
    }

    [Fact]
    public async Task What_it_logs_goes_to_the_host_with_category_and_level_and_nothing_to_stderr()
    {
        await using var host = await StartedAsync();

        await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));
        await host.StatusAsync("GET", "/api/status", Key);
        await host.StatusAsync("GET", "/api/status", "a-key-of-nobody-known-here");

        await EventuallyAsync(() => host.Logs.Any(log => log.Message.StartsWith("Polled acme", StringComparison.Ordinal)), () => host.Said);
        var polled = host.Logs.First(log => log.Message.StartsWith("Polled acme", StringComparison.Ordinal));
        Assert.Equal(RpcLog.Types.Level.Information, polled.Level);
        Assert.DoesNotContain(host.Logs, log => log.EventId != "OnApplicationCreated" && log.Level < RpcLog.Types.Level.Information);
        Assert.Equal("", host.Errors.Trim());
    }

    [Fact]
    public async Task No_secret_is_in_anything_that_it_says()
    {
        Directory.CreateDirectory(Database);
        await using var host = await StartedAsync();

        await host.RunAsync("PollBilling", Invocation.Timer(null, Hour));
        await host.RunAsync("PollUsage", "not json");
        await host.StatusAsync("GET", "/api/status", Key);
        await host.StatusAsync("GET", "/", Key);
        host.Terminate();
        await host.EndAsync();

        Assert.NotEmpty(host.Logs);
        Assert.All([AdminKey, Key, TokenSecret], secret => Assert.DoesNotContain(secret, host.Said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_key_file_of_data_protection_is_written()
    {
        SetVariable("HOME", Folder);
        await using var host = await StartedAsync();
        await host.StatusAsync("GET", "/", Key);

        Assert.Empty(Directory.EnumerateFiles(Folder, "key-*.xml", SearchOption.AllDirectories));
    }

    /// <summary>A worker that ends may answer that a run failed, or answer nothing any more.</summary>
    private static async Task<bool> SucceededAsync(Task<Invocation> run)
    {
        try
        {
            return (await run).Succeeded;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static void Stop(AFunctionsHost host, bool signal)
    {
        if (signal)
        {
            host.Signal();
        }
        else
        {
            host.Terminate();
        }
    }
}
