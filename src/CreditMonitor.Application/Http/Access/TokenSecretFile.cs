using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Access;

/// <summary>The secret that signs tokens where none is configured: made once, and kept in the store's folder for its owner's eyes.</summary>
internal static class TokenSecretFile
{
    private const string Name = "token-secret";

    private const int ShortestSecret = 32;

    /// <summary>Two seconds in all; writing it takes a thousandth of one. A file has no lock to await, and only the first link of a new
    /// store can meet another process here, so waiting in place costs one thread once.</summary>
    private const int Attempts = 200;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(10);

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
            OwnFiles.MakeFolder(folder);
            return ReadOrFill(path) is { Length: >= ShortestSecret } secret ? secret
                : throw new StoreException(
                    $"{path} holds no secret of {ShortestSecret} characters or more; "
                    + "remove it, and links in mails sent before no longer work.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The secret that signs links cannot be kept at {path}: {e.Message} Fix its rights, or set CreditMonitor:Access:TokenSecret:0.", e);
        }
    }

    private static string ReadOrFill(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept ? kept : Fill(path);
            }
            catch (IOException) when (attempt < Attempts && File.Exists(path))
            {
                Thread.Sleep(BetweenAttempts);    // another process has it for itself, and is about to write it
            }
        }
    }

    /// <summary>Of all processes that find none, the one that has the file for itself writes the secret; the others read it.</summary>
    /// <remarks>Moving a whole file into place would not do: of two moves at once the later replaces what the earlier one uses.</remarks>
    private static string Fill(string path)
    {
        var options = OwnFiles.Options(FileMode.OpenOrCreate);
        (options.Access, options.Share) = (FileAccess.ReadWrite, FileShare.None);
        using var file = new FileStream(path, options);
        using var reader = new StreamReader(file);
        if (reader.ReadToEnd().Trim() is { Length: > 0 } made)
        {
            return made;
        }

        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(secret));
        file.Flush(flushToDisk: true);
        return secret;
    }
}
