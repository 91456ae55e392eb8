using System.Runtime.Versioning;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Http.Access;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Storage.Sqlite;

namespace CreditMonitor.Application.Tests.Settings;

/// <summary>Other users of the machine read nothing that the program makes; what was there before is not touched.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FilesOfTheProgram : IDisposable
{
    private const string Closed = "-rw-------";

    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-files-").FullName;

    public FilesOfTheProgram()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has rights of its own.");
        SetMode(_folder, "rwxr-xr-x");
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_data_file_what_SQLite_lays_beside_it_and_their_folders_are_closed_to_others()
    {
        var path = Path.Combine(_folder, "a", "b", "monitor.db");
        var store = new SqliteRowStore(path);
        await store.PrepareAsync(CancellationToken.None);
        await store.SubmitAsync("p", [new RowChange.Put("r", new byte[] { 1 })], CancellationToken.None);

        Assert.All([path, path + "-wal", path + "-shm"], file => Assert.Equal(Closed, ModeOf(file)));
        Assert.All([Path.Combine(_folder, "a"), Path.Combine(_folder, "a", "b")], folder => Assert.Equal("-rwx------", ModeOf(folder)));
    }

    [Fact]
    public async Task A_data_file_and_a_folder_that_were_there_keep_their_modes()
    {
        var path = Path.Combine(_folder, "monitor.db");
        await File.WriteAllTextAsync(path, "");
        SetMode(path, "rw-r--r--");

        await new SqliteRowStore(path).PrepareAsync(CancellationToken.None);

        Assert.Equal("-rw-r--r--", ModeOf(path));
        Assert.Equal("-rwxr-xr-x", ModeOf(_folder));
    }

    [Fact]
    public void The_secret_that_signs_links_and_its_folder_are_closed_to_others()
    {
        var settings = new MonitorSettings(
            [], new StorageSettings(Path.Combine(_folder, "data", "monitor.db"), null, null), new MailSettings("a@example.com", null, null), new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);

        Assert.Single(TokenSecretFile.SecretsOf(settings));

        Assert.Equal(Closed, ModeOf(TokenSecretFile.PathOf(settings)));
        Assert.Equal("-rwx------", ModeOf(Path.Combine(_folder, "data")));
    }

    [Fact]
    public async Task Emails_in_a_folder_that_the_program_made_are_for_its_user_alone_and_after_it_was_opened_for_the_group_too()
    {
        var pickup = Path.Combine(_folder, "mail");
        var first = await SendAsync(pickup, "first");
        var again = await SendAsync(pickup, "second");
        SetMode(pickup, "rwxr-x---");
        var opened = await SendAsync(pickup, "third");

        Assert.Equal((Closed, Closed, "-rw-r-----"), (first, again, opened));
        Assert.Equal("-rwx------", ModeOf(Path.Combine(pickup, ".writing")));
    }

    [Theory]
    [InlineData("rwxr-xr-x")]
    [InlineData("rwx------")]
    public async Task Emails_in_a_folder_that_was_there_are_read_by_its_group_and_the_folder_keeps_its_mode(string mode)
    {
        var pickup = Path.Combine(_folder, "mail");
        Directory.CreateDirectory(pickup);
        SetMode(pickup, mode);

        Assert.Equal("-rw-r-----", await SendAsync(pickup, "first"));
        Assert.Equal("-" + mode, ModeOf(pickup));
    }

    [Fact]
    public async Task What_others_can_read_is_found_and_what_lies_in_a_closed_folder_is_not()
    {
        var (open, inside) = (Path.Combine(_folder, "open"), Path.Combine(_folder, "closed", "inside"));
        OwnFiles.MakeFolder(Path.GetDirectoryName(inside)!);
        foreach (var file in (string[])[open, inside])
        {
            await File.WriteAllTextAsync(file, "x");
            SetMode(file, "rw-r--r--");
        }

        Assert.Equal([open], OpenFiles.Among([open, inside, Path.Combine(_folder, "absent")]));
        Assert.Equal(@"'it'\''s'", OpenFiles.Quoted("it's"));
    }

    private static async Task<string> SendAsync(string pickup, string id)
    {
        var sent = await new PickupSender(pickup).SendAsync(new AlertMail(id, "Credit <credit@example.com>", "team@example.com", "Subject", "Text", "<p>Text</p>", null, []), CancellationToken.None);
        Assert.IsType<SendOutcome.Accepted>(sent);
        return ModeOf(Path.Combine(pickup, id + ".eml"));
    }

    private static void SetMode(string path, string mode) => File.SetUnixFileMode(path, Enum.GetValues<UnixFileMode>().Order().Reverse()
        .Where(bit => bit is not UnixFileMode.None and <= UnixFileMode.UserRead).Zip(mode).Where(one => one.Second != '-').Aggregate(UnixFileMode.None, (all, one) => all | one.First));

    /// <summary>As <c>ls -l</c> writes it.</summary>
    private static string ModeOf(string path)
    {
        var mode = File.GetUnixFileMode(path);
        var bits = Enum.GetValues<UnixFileMode>().Order().Reverse().Where(bit => bit is not UnixFileMode.None and <= UnixFileMode.UserRead);
        return "-" + string.Concat(bits.Select((bit, n) => mode.HasFlag(bit) ? "rwx"[n % 3] : '-'));
    }
}
