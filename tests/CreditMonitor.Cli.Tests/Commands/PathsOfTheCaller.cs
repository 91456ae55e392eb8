using System.Diagnostics;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>A relative path is taken from where the caller stands, and what the program names can be opened from anywhere.</summary>
public sealed class PathsOfTheCaller
{
    private const string Ledger = """{"grants":[{"id":"g1","kind":"paid","amount":"12.5","effective_at":"2026-02-03T10:00:00Z"}],"usage":[{"at":"2026-02-04T00:00:00Z","amount":"2.5"}]}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Under_dotnet_run_a_relative_path_is_the_callers(bool fromTheRepository)
    {
        using var elsewhere = new AProgram();
        var folder = fromTheRepository ? PublishedPackage.Repository : elsewhere.Folder;
        var file = Path.Combine(elsewhere.Folder, "ledger.json");
        await File.WriteAllTextAsync(file, Ledger);

        var (code, output) = await RunAsync(folder, Path.GetRelativePath(folder, file));

        Assert.True(code == 0, output);
        Assert.Contains("\"balance\":\"10\"", output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_and_its_mails_are_in_the_callers_folder_and_named_whole()
    {
        using var program = new AProgram();

        var demo = await program.RunAsync("demo", "--once");

        var mails = Directory.GetFiles(Path.Combine(program.Folder, ".creditmonitor", "demo", "mail"), "*.eml");
        Assert.NotEmpty(mails);
        Assert.All(mails, mail => Assert.Contains($"  {mail}", demo.Output, StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output)> RunAsync(string folder, string file)
    {
        var project = Path.Combine(PublishedPackage.Repository, "src", "CreditMonitor.Cli");
        var built = Path.GetFileName(Path.GetDirectoryName(typeof(CreditMonitor.Cli.Commands.CommandLine).Assembly.Location))!;
        string[] arguments = ["run", "--no-build", "-c", built, "--project", project, "--", "ledger", file, "--json"];
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
