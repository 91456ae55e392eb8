using System.Runtime.Versioning;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>What <c>doctor</c> finds in the store and on the disk, beside the configuration.</summary>
public sealed class DoctorOnTheCommandLine : IAsyncLifetime
{
    private readonly AProgram _program = new();
    private readonly FakeProvider _provider = new(TimeProvider.System) { AdminKey = "sk-admin-verb-test-key" };
    private FakeServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var day = await RealDay.BeginAsync();
        day.Spend(_provider, 4m, 60);
        _server = await FakeServer.StartAsync(_provider, CancellationToken.None);
        _program.Watching(_server.BaseUrl.ToString(), day);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _program.Dispose();
    }

    [Fact]
    public async Task Grants_and_subscribers_count_however_they_were_entered_and_links_that_lead_nowhere_are_a_warning()
    {
        await _program.RunAsync("grant", "add", "g2", "100");
        await _program.RunAsync("grant", "add", "g1", "600");    // takes the configured one's place
        await _program.RunAsync("grant", "add", "g3", "50", "--never-expires");
        await _program.RunAsync("subscribe", "https://hooks.example.com/x", "--channel", "webhook");
        var doctor = await _program.RunAsync("doctor");

        Assert.Equal(0, doctor.Code);
        Assert.Contains("ok   grants of acme: 3 known: 0 configured, 3 entered", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("ok   subscribers of acme: 2 known: 1 configured, 1 entered", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("warn links: links in emails lead to this machine; set CreditMonitor:PublicUrl", doctor.Output, StringComparison.Ordinal);

        var open = await _program.Set("PublicUrl", "https://credit.example.com").Set("Access:Keys:0:Name", "ops").Set("Access:Keys:0:Secret", "a-key-of-some-length-0123456789").RunAsync("doctor", "--json");
        var checks = JsonDocument.Parse(open.Output).RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.DoesNotContain(checks, check => check.GetProperty("name").GetString() == "links");
    }

    [Fact]
    public async Task A_damaged_row_is_named_and_fails_the_doctor()
    {
        await _program.RunAsync("poll");
        var rows = new SqliteRowStore(Path.Combine(_program.Folder, ".creditmonitor", "monitor.db"));
        var month = (await rows.ReadRangeAsync("org-acme", "d.cost.", "d.cost/", 1, CancellationToken.None))[0].Key;
        Assert.True(await rows.SubmitAsync("org-acme", [new RowChange.Delete(month)], CancellationToken.None));

        var doctor = await _program.RunAsync("doctor");

        Assert.Equal(1, doctor.Code);
        Assert.Contains("FAIL data of acme: ", doctor.Output, StringComparison.Ordinal);
        Assert.Contains(month, doctor.Output, StringComparison.Ordinal);
        Assert.Contains("what was entered since cannot be read", doctor.Output, StringComparison.Ordinal);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task What_other_users_can_read_is_named_with_the_command_that_closes_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has rights of its own.");
        await _program.RunAsync("poll");
        var closed = await _program.RunAsync("doctor");
        var folder = Path.Combine(_program.Folder, ".creditmonitor");
        const UnixFileMode all = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        foreach (var path in (string[])[_program.Folder, folder, Path.Combine(folder, "mail"), .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)])
        {
            File.SetUnixFileMode(path, all);
        }

        var open = await _program.RunAsync("doctor");

        Assert.DoesNotContain("other users", closed.Output, StringComparison.Ordinal);
        Assert.Equal((0, 0), (closed.Code, open.Code));
        Assert.Contains($"chmod 600 '{folder}/monitor.db", open.Output, StringComparison.Ordinal);
        Assert.Contains("token-secret'", open.Output, StringComparison.Ordinal);
        Assert.Contains($"can read 1 emails in {folder}/mail", open.Output, StringComparison.Ordinal);
        Assert.Contains($"chmod o= '{folder}/mail'", open.Output, StringComparison.Ordinal);
    }
}
