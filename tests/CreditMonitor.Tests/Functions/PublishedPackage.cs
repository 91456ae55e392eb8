using System.Diagnostics;
using CreditMonitor.Tests.Functions;

[assembly: AssemblyFixture(typeof(PublishedPackage))]

namespace CreditMonitor.Tests.Functions;

/// <summary>What is deployed (contracts section 9), published once for all tests that start it.</summary>
public sealed class PublishedPackage : IAsyncLifetime
{
    private readonly Lazy<Task<string>> _folder = new(PublishAsync);
    private readonly string? _given = Environment.GetEnvironmentVariable("CREDIT_MONITOR_PACKAGE");

    /// <summary>Published when the first test asks for it, unless <c>CREDIT_MONITOR_PACKAGE</c> names a folder with an unpacked package.</summary>
    public Task<string> FolderAsync() => _given is { Length: > 0 } ? Task.FromResult(_given) : _folder.Value;

    public static string Repository { get; } = FindRepository();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(await _folder.Value, recursive: true);
        }
    }

    private static async Task<string> PublishAsync()
    {
        var folder = Directory.CreateTempSubdirectory("credit-monitor-package-").FullName;
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "publish", "src/CreditMonitor", "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", folder, "-v", "q", "-nodeReuse:false" })
        {
            start.ArgumentList.Add(argument);
        }

        using var publish = Process.Start(start)!;
        var output = publish.StandardOutput.ReadToEndAsync();
        var error = publish.StandardError.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, $"dotnet publish failed: {await output}{await error}");
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
