namespace CreditMonitor.Testing;

/// <summary>What is deployed (contracts section 9): the archive that <c>infra/package.sh</c> makes, made and unpacked once for all tests
/// that start it.</summary>
public sealed class PublishedPackage : IAsyncDisposable
{
    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("credit-monitor-package-");
    private readonly Lazy<Task<string>> _archive;
    private readonly Lazy<Task<string>> _folder;

    /// <summary>The published command line that <c>CREDIT_MONITOR_PROGRAM</c> names, as <c>./build</c> does; null where it names
    /// none.</summary>
    public static string? Executable => Environment.GetEnvironmentVariable("CREDIT_MONITOR_PROGRAM") is { Length: > 0 } given ? given : null;

    private static string? Given => Environment.GetEnvironmentVariable("CREDIT_MONITOR_PACKAGE") is { Length: > 0 } given ? given : null;

    public PublishedPackage()
    {
        _archive = new(MakeAsync);
        _folder = new(UnpackAsync);
    }

    public Task<string> FolderAsync() => _folder.Value;

    /// <summary>Made when the first test asks for it, unless <c>CREDIT_MONITOR_PACKAGE</c> names one of this source, as <c>./build</c>
    /// does.</summary>
    public Task<string> ArchiveAsync() => _archive.Value;

    public static string Repository { get; } = FindRepository();

    public ValueTask DisposeAsync()
    {
        _work.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<string> MakeAsync()
    {
        if (Given is { } given)
        {
            return given;
        }

        Tool.Require("zip");
        var archive = Path.Combine(_work.FullName, "creditmonitor.zip");
        var made = await Tool.RunAsync("bash", ["infra/package.sh", archive]);
        Assert.True(made.Code == 0, $"infra/package.sh failed: {made.Output}{made.Error}");
        return archive;
    }

    private async Task<string> UnpackAsync()
    {
        var folder = _work.CreateSubdirectory("unpacked").FullName;
        await System.IO.Compression.ZipFile.ExtractToDirectoryAsync(await ArchiveAsync(), folder);
        return folder;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CreditMonitor.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
        }

        return folder.FullName;
    }
}
