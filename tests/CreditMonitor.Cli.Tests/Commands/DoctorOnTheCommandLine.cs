using System.Runtime.Versioning;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>What <c>doctor</c> finds: in what the key may read, in the store and on the disk.</summary>
public sealed class DoctorOnTheCommandLine : IAsyncLifetime
{
    private readonly AProgram _program = new();
    private readonly FakeProvider _provider = new(TimeProvider.System) { AdminKey = "sk-admin-verb-test-key" };
    private FakeServer _server = null!;
    private DateTimeOffset _begun;

    public async ValueTask InitializeAsync()
    {
        var day = await RealDay.BeginAsync();
        _begun = day.Begun;
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
    public async Task Doctor_says_what_is_not_well_and_ends_with_1()
    {
        var well = await _program.RunAsync("doctor");
        var ill = await _program.Set("Organizations:0:AdminKey", "sk-admin-another-key").RunAsync("doctor");

        Assert.Equal((0, 1), (well.Code, ill.Code));
        Assert.Contains("FAIL costs of acme", ill.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_which_usage_the_key_may_not_read()
    {
        var all = await _program.RunAsync("doctor");
        _provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "usage/audio_speeches", FaultMode.MissingScope);
        var most = await _program.RunAsync("doctor");
        _provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "usage", FaultMode.MissingScope);
        _provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "usage/completions", FaultMode.MissingScope);
        var none = await _program.RunAsync("doctor");

        Assert.Equal((0, 0, 0), (all.Code, most.Code, none.Code));
        Assert.Contains("ok   usage of acme: all 6 endpoints are read", all.Output, StringComparison.Ordinal);
        Assert.Contains("ok   usage of acme: 5 endpoints are read; a key that only calls the others looks asleep: audio_speeches (Usage (audio_speeches) of acme may not be read", most.Output, StringComparison.Ordinal);
        Assert.Contains("ok   usage of acme: not read, so bursts, sleeping keys and newcomers show only in costs, hours later: Usage of acme may not be read", none.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_when_the_admin_key_itself_ends()
    {
        var never = await _program.RunAsync("doctor");
        _provider.EndAdminKey(_begun.AddDays(20), DateTimeOffset.MinValue);
        var far = await _program.RunAsync("doctor");
        _provider.EndAdminKey(_begun.AddDays(3), DateTimeOffset.MinValue);
        var near = await _program.RunAsync("doctor");
        _provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "admin_api_keys", FaultMode.MissingScope);
        var unknown = await _program.RunAsync("doctor");

        _provider.Fail(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, "admin_api_keys", FaultMode.StringAmounts);    // of no effect on this list
        _provider.AddAdminKey("sk-admin-...key", null);
        var unclear = await _program.RunAsync("doctor");

        Assert.Equal((0, 0, 1, 0, 0), (never.Code, far.Code, near.Code, unknown.Code, unclear.Code));
        Assert.Contains("unknown: OpenAI lists 2 admin keys, and 2 look like the configured one", unclear.Output, StringComparison.Ordinal);
        Assert.Contains("ok   admin key of acme: never ends", never.Output, StringComparison.Ordinal);
        Assert.Contains("ok   admin key of acme: ends ", far.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL admin key of acme: ends ", near.Output, StringComparison.Ordinal);
        Assert.Contains("ok   admin key of acme: unknown: Admin keys of acme may not be read", unknown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-admin", near.Output + unknown.Output, StringComparison.Ordinal);
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
