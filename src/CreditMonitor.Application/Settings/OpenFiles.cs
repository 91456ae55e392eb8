using System.Collections.Immutable;

namespace CreditMonitor.Settings;

/// <summary>Finds what other users of this machine can read of the program's files, and says how to close it.</summary>
internal static class OpenFiles
{
    private const UnixFileMode OthersEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Secrets and data: of these not even the group is to read.</summary>
    public static ImmutableArray<string> Among(IEnumerable<string> files) =>
        [.. files.Where(File.Exists).Select(Path.GetFullPath).Where(file => CanOthers(file, OthersRead))];

    /// <summary>Mails in the folder that every user can read; a group that fetches them may.</summary>
    public static int MailsIn(string folder) =>
        !Directory.Exists(folder) ? 0
        : Directory.EnumerateFiles(Path.GetFullPath(folder), "*.eml").Count(mail => CanOthers(mail, UnixFileMode.OtherRead));

    /// <summary>As a shell takes it.</summary>
    public static string Quoted(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool CanOthers(string file, UnixFileMode read) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & read) != 0 && IsEntered(Path.GetDirectoryName(file));

    /// <summary>A file in a folder that others cannot enter is closed, whatever its own mode.</summary>
    private static bool IsEntered(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & OthersEnter) == 0)
            {
                return false;
            }
        }

        return true;
    }
}
