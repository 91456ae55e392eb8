using System.Text.Json;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>The real executable: subscribe, list, unsubscribe, and the secret that it keeps for itself.</summary>
public sealed class SubscriptionsOnTheCommandLine : IAsyncLifetime
{
    private readonly AProgram _program = new();

    public async ValueTask InitializeAsync() => _program.Watching("http://127.0.0.1:9/v1", await RealDay.BeginAsync());

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_team_is_subscribed_asked_by_mail_listed_in_part_and_ended()
    {
        var asked = await _program.RunAsync("subscribe", "ops@example.com", "--org", "acme", "--windows-days", "30,7", "--cadence", "weekly", "--json");
        var hook = await _program.RunAsync("subscribe", "https://hooks.example.com/secret-path", "--channel", "webhook");
        var list = await _program.RunAsync("subscriptions");
        var ended = await _program.RunAsync("unsubscribe", "ops@example.com");
        var after = JsonDocument.Parse((await _program.RunAsync("subscriptions", "--json")).Output).RootElement.GetProperty("subscriptions");
        var wrong = await _program.RunAsync("subscribe", "nobody", "--cadence", "hourly");
        var unknown = await _program.RunAsync("unsubscribe", "nobody@example.com");

        Assert.Equal((0, 0, 0), (asked.Code, hook.Code, ended.Code));
        Assert.Equal(32, JsonDocument.Parse(asked.Output).RootElement.GetProperty("id").GetString()!.Length);
        Assert.Contains("whsec_", hook.Output, StringComparison.Ordinal);
        Assert.Contains("o…@example.com: pending", list.Output, StringComparison.Ordinal);
        Assert.Contains("webhook at hooks.example.com: confirmed", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", list.Output, StringComparison.Ordinal);
        Assert.Contains(after.EnumerateArray(), line => line.GetProperty("status").GetString() == "stopped" && line.GetProperty("cadence").GetString() == "weekly");
        Assert.Equal((2, 2), (wrong.Code, wrong.Sentences.Count));
        Assert.Equal(2, unknown.Code);
        Assert.Contains("Confirm: alerts about the OpenAI credit of acme", await File.ReadAllTextAsync(Directory.EnumerateFiles(Path.Combine(_program.Folder, ".creditmonitor", "mail"), "*.eml").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_that_signs_links_is_made_once_for_its_owner_alone()
    {
        await _program.RunAsync("subscribe", "ops@example.com");
        var path = Path.Combine(_program.Folder, ".creditmonitor", "token-secret");
        var made = await File.ReadAllTextAsync(path);

        await _program.RunAsync("subscribe", "ops2@example.com");

        Assert.Equal(made, await File.ReadAllTextAsync(path));
        Assert.Equal(64, made.Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }
}
