using System.Diagnostics;

namespace CreditMonitor.Testing;

/// <summary>What a program said and ended with.</summary>
internal sealed record Said(int Code, string Output, string Error);

/// <summary>Programs of other people, and scripts of ours, as somebody would run them in the repository.</summary>
internal static class Tool
{
    public static string Infra { get; } = Path.Combine(PublishedPackage.Repository, "infra");

    /// <summary>The Bicep compiler, which the restore downloads; infra/check.sh, which finds it the same way, makes it
    /// executable.</summary>
    public static string Bicep =>
        Directory.EnumerateFiles(Path.Combine(Packages, "azure.bicep.commandline.linux-x64"), "bicep", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Last();

    public static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, program)));

    public static void Require(string program) => Assert.SkipUnless(IsThere(program), $"{program} is not installed; on Debian ./build installs it.");

    public static async Task<Said> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = PublishedPackage.Repository, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        await process.WaitForExitAsync(patience.Token);
        return new Said(process.ExitCode, await output, await error);
    }
}
