using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Polling;
using CreditMonitor.Testing;
using Microsoft.Data.Sqlite;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>The real executable against a data file into which somebody else commits first, each time.</summary>
public sealed class PollsThatLoseTheirRace : IAsyncLifetime
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
    public async Task Poll_ends_with_4_and_one_sentence_that_says_what_to_see_to_and_the_next_one_is_well()
    {
        Assert.Equal(0, (await _program.RunAsync("poll")).Code);
        await ExecuteAsync("CREATE TRIGGER faster BEFORE UPDATE ON rows WHEN NEW.row = 'd.head' BEGIN SELECT RAISE(IGNORE); END");

        var lost = await _program.RunAsync("poll");

        Assert.Equal(4, lost.Code);
        Assert.Equal($"creditmonitor: acme: {new LostRaceException("acme").Message}", Assert.Single(lost.Sentences));
        Assert.EndsWith("its figures stand. See that the poll runs in one place at a time.", lost.Sentences[0], StringComparison.Ordinal);
        Assert.Contains("acme: not polled", lost.Output, StringComparison.Ordinal);
        await ExecuteAsync("DROP TRIGGER faster");
        Assert.Equal(0, (await _program.RunAsync("poll")).Code);
    }

    private async Task ExecuteAsync(string sql)
    {
        var path = Path.Combine(_program.Folder, ".creditmonitor", "monitor.db");
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
