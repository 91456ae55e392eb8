using CreditMonitor.Http.Access;
using CreditMonitor.Settings;

namespace CreditMonitor.Cli.Commands.Running.Checkups;

/// <summary>Which of the program's files other users of this machine can read, and the command that closes them.</summary>
internal static class FileCheckup
{
    public static IEnumerable<Checkup> Of(MonitorSettings settings)
    {
        var open = OpenFiles.Among(FilesOf(settings));
        if (open.Length > 0)
        {
            yield return Checkup.Warn("files", $"other users of this machine can read {string.Join(", ", open)}; "
                + $"close with: chmod 600 {string.Join(' ', open.Select(OpenFiles.Quoted))}");
        }

        if (settings.Mail.Pickup is { } given && Path.GetFullPath(given) is var pickup && OpenFiles.MailsIn(pickup) is > 0 and var mails)
        {
            yield return Checkup.Warn("files", $"other users of this machine can read {mails} emails in {pickup}, "
                + $"whose links act without a key; close with: chmod o= {OpenFiles.Quoted(pickup)}");
        }
    }

    private static string[] FilesOf(MonitorSettings settings) =>
        [.. settings.Storage.Sqlite is { } data ? (string[])[data, data + "-wal", data + "-shm"] : [], TokenSecretFile.PathOf(settings)];
}
