using System.Security.Cryptography;
using CreditMonitor.Files;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Access;

/// <summary>The secret that signs tokens where none is configured: made once, and kept in the store's folder for its owner's eyes.</summary>
internal static class TokenSecretFile
{
    private const string Name = "token-secret";

    public static IReadOnlyList<string> SecretsOf(MonitorSettings settings) =>
        settings.Access.TokenSecrets.IsEmpty ? [ReadOrMake(FolderOf(settings))] : settings.Access.TokenSecrets;

    /// <summary>Where it is, or would be made.</summary>
    public static string PathOf(MonitorSettings settings) => Path.Combine(FolderOf(settings), Name);

    private static string FolderOf(MonitorSettings settings) =>
        Path.GetDirectoryName(Path.GetFullPath(settings.Storage.Sqlite ?? SettingsLoader.DefaultSqlite))!;

    /// <exception cref="StoreException">The folder cannot be read or written.</exception>
    private static string ReadOrMake(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            if (!File.Exists(path))
            {
                Make(folder, path);
            }

            return File.ReadAllText(path).Trim() is { Length: >= 32 } secret ? secret
                : throw new StoreException($"{path} holds no secret of 32 characters or more; remove it, and links in mails sent before no longer work.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The secret that signs links cannot be kept at {path}: {e.Message} Fix its rights, or set CreditMonitor:Access:TokenSecret:0.", e);
        }
    }

    /// <summary>Written aside and moved into place, so that of two processes both read one whole secret.</summary>
    private static void Make(string folder, string path)
    {
        OwnFiles.MakeFolder(folder);
        var aside = Path.Combine(folder, $".{Name}-{Guid.NewGuid():N}");
        using (var writer = new StreamWriter(aside, OwnFiles.Options(FileMode.CreateNew)))
        {
            writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);    // another process was first
        }
    }
}
