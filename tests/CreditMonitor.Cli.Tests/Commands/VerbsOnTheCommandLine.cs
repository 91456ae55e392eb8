using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

public sealed class VerbsOnTheCommandLine : IAsyncLifetime
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

    [Fact]
    public async Task The_demo_ends_with_a_summary_and_a_mail_that_a_person_can_read()
    {
        using var anywhere = new AProgram();

        var ending = await anywhere.RunAsync("demo", "--once");

        Assert.Equal(0, ending.Code);
        Assert.Contains("Sample organization", ending.Output, StringComparison.Ordinal);
        var mail = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(anywhere.Folder, ".creditmonitor", "demo", "mail"), "*.eml")[0]);
        Assert.Contains("This is the demo.", mail, StringComparison.Ordinal);
        Assert.Contains("List-Unsubscribe: <", mail, StringComparison.Ordinal);
        Assert.Contains("\r\nTo do: ", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("=0A", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_of_which_there_is_nothing_to_tell_leaves_no_mail_and_says_so()
    {
        using var anywhere = new AProgram();
        var days = Enumerable.Range(0, 120).Select(n => $"{new DateOnly(2026, 1, 1).AddDays(n):yyyy-MM-dd},2.5");
        await File.WriteAllLinesAsync(Path.Combine(anywhere.Folder, "bill.csv"), days.Prepend("date,amount"));

        var ending = await anywhere.RunAsync("demo", "--once", "--costs", "bill.csv");

        Assert.Equal(0, ending.Code);
        Assert.Empty(ending.Sentences);
        Assert.Contains("grants assumed", ending.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_with_a_bad_line_is_refused_by_file_line_and_field()
    {
        using var anywhere = new AProgram();
        await File.WriteAllTextAsync(Path.Combine(anywhere.Folder, "bill.csv"), "date,amount\n2026-03-01,1.5\n2026-03-02,lots\n");

        var ending = await anywhere.RunAsync("demo", "--once", "--costs", "bill.csv");

        Assert.Equal(3, ending.Code);
        Assert.Contains("bill.csv, line 3, amount", Assert.Single(ending.Sentences), StringComparison.Ordinal);
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
        _provider.EndAdminKey(_day.Begun.AddDays(20), DateTimeOffset.MinValue);
        var far = await _program.RunAsync("doctor");
        _provider.EndAdminKey(_day.Begun.AddDays(3), DateTimeOffset.MinValue);
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
    public async Task A_ledger_document_is_replayed_without_any_setting()
    {
        using var anywhere = new AProgram();
        await File.WriteAllTextAsync(
            Path.Combine(anywhere.Folder, "ledger.json"),
            """{"grants":[{"id":"g1","kind":"paid","amount":"1000","effective_at":"2026-02-03T10:00:00Z","expires_at":"2027-02-03T10:00:00Z"}],"usage":[{"at":"2026-02-04T00:00:00Z","amount":"12.5"}]}""");

        var ending = await anywhere.RunAsync("ledger", "ledger.json", "--json");

        Assert.Equal(0, ending.Code);
        Assert.Equal("987.5", JsonDocument.Parse(ending.Output).RootElement.GetProperty("balance").GetString());
    }

    [Fact]
    public async Task What_would_lapse_if_usage_stopped_is_answered_for_any_later_instant()
    {
        using var anywhere = new AProgram();
        await File.WriteAllTextAsync(
            Path.Combine(anywhere.Folder, "ledger.json"),
            """{"grants":[{"id":"g1","kind":"paid","amount":"1000","effective_at":"2026-02-03T10:00:00Z"}],"usage":[{"at":"2026-02-04T00:00:00Z","amount":"12.5"},{"at":"2026-06-04T00:00:00Z","amount":"100"}]}""");

        var told = await anywhere.RunAsync("ledger", "ledger.json", "--as-of", "2026-03-01T00:00:00Z", "--lapses-until", "2027-03-01T00:00:00Z", "--json");
        var shown = await anywhere.RunAsync("ledger", "ledger.json", "--as-of", "2026-03-01T00:00:00Z", "--lapses-until", "2027-01-01T00:00:00Z");
        var wrong = await anywhere.RunAsync("ledger", "ledger.json", "--as-of", "2026-03-01T00:00:00Z", "--lapses-until", "2026-01-01T00:00:00Z");

        Assert.Equal("""[{"at":"2027-02-03T10:00:00Z","grant_id":"g1","amount":"987.5"}]""", JsonDocument.Parse(told.Output).RootElement.GetProperty("lapses_if_usage_stopped").GetRawText());
        Assert.Contains("nothing would lapse by 2027-01-01T00:00:00Z", shown.Output, StringComparison.Ordinal);
        Assert.Equal(2, wrong.Code);
        Assert.Contains("--lapses-until", Assert.Single(wrong.Sentences), StringComparison.Ordinal);
    }
}
