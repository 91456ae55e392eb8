using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>Polls, and what is asked of them, as somebody types it.</summary>
public sealed class PollsOnTheCommandLine : IAsyncLifetime
{
    private readonly AProgram _program = new();
    private readonly FakeProvider _provider = new(TimeProvider.System) { AdminKey = "sk-admin-verb-test-key" };
    private RealDay _day = null!;
    private FakeServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _day = await RealDay.BeginAsync();
        _day.Spend(_provider, 4m, 60);
        _server = await FakeServer.StartAsync(_provider, CancellationToken.None);
        _program.Watching(_server.BaseUrl.ToString(), _day);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _program.Dispose();
    }

    [Fact]
    public async Task Two_polls_fill_the_store_the_second_with_three_requests_and_transactions_and_status_has_the_contracts_shape()
    {
        var first = await _program.RunAsync("poll", "--json");
        var second = await _program.RunAsync("poll", "--json");
        var status = await _program.RunAsync("status", "--json");

        Assert.Equal((0, 0, 0), (first.Code, second.Code, status.Code));
        var poll = JsonDocument.Parse(second.Output).RootElement.GetProperty("polls")[0];
        Assert.InRange(poll.GetProperty("requests").GetInt32(), 1, 3);
        Assert.InRange(poll.GetProperty("storage_transactions").GetInt32(), 1, 3);
        var body = JsonDocument.Parse(status.Output).RootElement;
        Assert.Contains(body.GetProperty("status").GetString(), new[] { "warning", "critical" });
        var organization = body.GetProperty("organizations")[0];
        Assert.Equal(260m, organization.GetProperty("balance").GetDecimal());
        Assert.Equal("g1", organization.GetProperty("next_expiry").GetProperty("grant_id").GetString());
        Assert.EndsWith("Z", organization.GetProperty("as_of").GetString(), StringComparison.Ordinal);
        foreach (var name in new[] { "id", "name", "status", "overage", "burn_per_day", "runway", "open_alerts", "data" })
        {
            Assert.True(organization.TryGetProperty(name, out _), name);
        }

        Assert.Single(Directory.GetFiles(Path.Combine(_program.Folder, ".creditmonitor", "mail"), "*.eml"));
    }

    [Fact]
    public async Task A_badge_is_shown_and_revoked()
    {
        var (first, revoked, after) = (await _program.RunAsync("badge"), await _program.RunAsync("badge", "revoke"), await _program.RunAsync("badge", "--json"));

        Assert.All([first, revoked, after], ending => Assert.Equal(0, ending.Code));
        Assert.StartsWith("http://127.0.0.1:8080/badge/acme.svg?token=acme.badge.", first.Output, StringComparison.Ordinal);
        Assert.StartsWith("http://127.0.0.1:8080/badge/acme.svg?token=acme.badge.", revoked.Output, StringComparison.Ordinal);
        Assert.EndsWith("Z", JsonDocument.Parse(after.Output).RootElement.GetProperty("expires_at").GetString(), StringComparison.Ordinal);
        var store = new MonitorStore(new SqliteRowStore(Path.Combine(_program.Folder, ".creditmonitor", "monitor.db")));
        Assert.Equal([("creditmonitor badge", "revoke_badge")], (await store.ReadAuditAsync("acme", 10, CancellationToken.None)).Select(entry => (entry.By, entry.Action)));
    }

    [Fact]
    public async Task Check_speaks_as_a_monitoring_plugin()
    {
        var before = await _program.RunAsync("status", "--check");
        await _program.RunAsync("poll");
        var after = await _program.RunAsync("status", "--check");

        Assert.Equal(3, before.Code);
        Assert.StartsWith("CREDIT UNKNOWN - ", before.Output, StringComparison.Ordinal);
        Assert.InRange(after.Code, 1, 2);
        Assert.Contains("'acme_balance_usd'=260.00", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_one_sentence_and_exit_status_4()
    {
        var ending = await _program.Set("Organizations:0:AdminKey", "sk-admin-another-key").RunAsync("poll");

        Assert.Equal(4, ending.Code);
        Assert.Contains("acme: ", Assert.Single(ending.Sentences), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-admin-another-key", ending.Error + ending.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listening_is_one_sentence_and_exit_status_4()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var ending = await _program.Set("Organizations:0:BaseUrl", $"http://127.0.0.1:{port}/v1").RunAsync("poll");

        Assert.Equal(4, ending.Code);
        Assert.Single(ending.Sentences);
    }

    [Fact]
    public async Task An_answer_that_is_none_is_one_sentence_and_the_second_poll_tells_of_blindness()
    {
        _provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, null, FaultMode.Garbage);

        var first = await _program.RunAsync("poll", "--json");
        var second = await _program.RunAsync("poll", "--json");

        Assert.Equal((4, 4), (first.Code, second.Code));
        Assert.Empty(Events(first));
        Assert.StartsWith("raised monitor_blind.", Assert.Single(Events(second)), StringComparison.Ordinal);

        static IEnumerable<string> Events(Ending ending) =>
            JsonDocument.Parse(ending.Output).RootElement.GetProperty("polls")[0].GetProperty("events").EnumerateArray().Select(e => e.GetString()!);
    }

    [Fact]
    public async Task Missing_settings_are_named_all_at_once_with_exit_status_2()
    {
        using var bare = new AProgram();

        var none = await bare.RunAsync("poll");
        var some = await bare.Set("Organizations:0:Id", "acme").Set("Organizations:0:Grants:0:Id", "g").RunAsync("poll");

        Assert.Equal((2, 2), (none.Code, some.Code));
        Assert.Contains("run the demo", Assert.Single(none.Sentences), StringComparison.Ordinal);
        Assert.Equal(3, some.Sentences.Count);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_one_sentence_and_exit_status_4()
    {
        // /dev/full takes no byte: what a full disk does to a file.
        Assert.SkipUnless(File.Exists("/dev/full"), "this machine has no /dev/full");
        var ending = await _program.Set("Storage:Sqlite", "/dev/full").RunAsync("poll");

        Assert.Equal(4, ending.Code);
        Assert.Contains("/dev/full cannot be used", Assert.Single(ending.Sentences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_that_nobody_knows_is_a_sentence_and_exit_status_2()
    {
        var ending = await _program.RunAsync("pole");

        Assert.Equal(2, ending.Code);
        Assert.NotEmpty(ending.Sentences);
    }

    [Fact]
    public async Task Killed_at_any_moment_of_a_poll_the_next_one_makes_it_whole()
    {
        for (var milliseconds = 100; milliseconds <= 900; milliseconds += 100)
        {
            using var process = _program.Start("poll");
            await Task.Delay(milliseconds);
            process.Kill();
            await process.WaitForExitAsync();
        }

        // A mail that was taken for sending when the process died is out of reach for three minutes; nothing else may wait.
        var ending = await _program.RunAsync("poll", "--json");

        Assert.Equal(0, ending.Code);
        var poll = JsonDocument.Parse(ending.Output).RootElement.GetProperty("polls")[0];
        var folder = Path.Combine(_program.Folder, ".creditmonitor", "mail");
        var mails = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml").Length : 0;
        Assert.Equal(1, Math.Max(mails, poll.GetProperty("mails_waiting").GetInt32()));
        Assert.Equal("260", poll.GetProperty("balance").GetString());
    }
}
