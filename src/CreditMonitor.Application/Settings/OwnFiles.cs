namespace CreditMonitor.Settings;

/// <summary>Files and folders that the program makes are for its own user alone, from their first byte on. What was there before keeps
/// its mode, and Windows its own rights.</summary>
internal static class OwnFiles
{
    /// <summary>0600.</summary>
    public const UnixFileMode ForOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0640.</summary>
    public const UnixFileMode ForGroup = ForOwner | UnixFileMode.GroupRead;

    /// <summary>0700.</summary>
    private const UnixFileMode Folder = ForOwner | UnixFileMode.UserExecute;

    /// <summary>Makes the folder and those above it, as far as they are missing.</summary>
    /// <returns>True when the folder itself was missing.</returns>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static bool MakeFolder(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(full);
            return true;
        }

        if (Path.GetDirectoryName(full) is { } above)
        {
            MakeFolder(above);
        }

        Directory.CreateDirectory(full, Folder);
        return true;
    }

    /// <summary>Options of a file that is opened for writing. One that exists is emptied or refused, as <paramref name="mode"/> says, and
    /// keeps its mode.</summary>
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = ForOwner;
        }

        return options;
    }

    /// <summary>Makes an empty file where there is none.</summary>
    public static void MakeEmpty(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            new FileStream(path, Options(FileMode.CreateNew)).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // another process was first
        }
    }

    /// <summary>Sets the mode of a file that something else has just made for the program.</summary>
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
