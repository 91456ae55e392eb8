using System.Text.Json;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Http.Access;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Delivery.Mail;

/// <summary>The secret that signs links where none is configured: one for all processes, made once.</summary>
public sealed class TokenSecrets : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-secrets-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task However_many_make_the_secret_at_once_all_use_the_one_that_stays()
    {
        for (var round = 0; round < 50; round++)
        {
            var settings = SettingsIn($"round-{round}");
            using var gate = new Barrier(4);
            var used = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    gate.SignalAndWait();
                    return Assert.Single(TokenSecretFile.SecretsOf(settings));
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

            Assert.Equal([await File.ReadAllTextAsync(TokenSecretFile.PathOf(settings))], used.Distinct());
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(TokenSecretFile.PathOf(settings))!));
        }
    }

    [Fact]
    public async Task Links_of_two_processes_that_began_at_once_are_both_good_afterwards()
    {
        using var program = new AProgram();
        program.Set("Organizations:0:Id", "acme").Set("Organizations:0:AdminKey", "sk-admin-verb-test-key");

        var endings = await Task.WhenAll(program.RunAsync("badge", "--json"), program.RunAsync("badge", "--json"));

        var signer = new TokenSigner(() => [File.ReadAllText(Path.Combine(program.Folder, ".creditmonitor", "token-secret"))]);
        foreach (var ending in endings)
        {
            Assert.Equal(0, ending.Code);
            var url = JsonDocument.Parse(ending.Output).RootElement.GetProperty("url").GetString()!;
            Assert.NotNull(signer.Read(TokenPurpose.Badge, url[(url.IndexOf("token=", StringComparison.Ordinal) + 6)..], Noon));
        }
    }

    [Theory]
    [InlineData("short")]
    [InlineData("thirty-one-characters-and-a-lf.\n\n\n\n")]
    public void A_secret_that_is_too_short_is_refused_with_the_sentence_that_says_what_to_do_and_is_never_quoted(string content)
    {
        var settings = SettingsIn("short");
        var path = TokenSecretFile.PathOf(settings);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        var signer = new TokenSigner(() => TokenSecretFile.SecretsOf(settings));

        var refused = Assert.Throws<StoreException>(() => Signed(signer));

        Assert.Equal(
            $"{path} holds no secret of 32 characters or more; remove it, and links in mails sent before no longer work.", refused.Message);
        Assert.Equal(content, File.ReadAllText(path));
        File.Delete(path);
        Assert.NotNull(signer.Read(TokenPurpose.Confirm, Signed(signer), Noon));    // without a restart
    }

    [Fact]
    public void What_a_process_that_ended_at_once_left_empty_is_filled_by_the_next()
    {
        var settings = SettingsIn("empty");
        Directory.CreateDirectory(Path.GetDirectoryName(TokenSecretFile.PathOf(settings))!);
        File.WriteAllText(TokenSecretFile.PathOf(settings), "");

        Assert.Equal(64, Assert.Single(TokenSecretFile.SecretsOf(settings)).Length);
        Assert.Equal(TokenSecretFile.SecretsOf(settings), TokenSecretFile.SecretsOf(settings));
    }

    private static string Signed(TokenSigner signer) =>
        signer.Sign(TokenPurpose.Confirm, new TokenSubject("acme", "reader"), Noon.AddDays(1));

    private MonitorSettings SettingsIn(string folder) => new(
        [], new StorageSettings(Path.Combine(_folder, folder, "monitor.db"), null, null), new MailSettings("a@example.com", null, null),
        new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
}
