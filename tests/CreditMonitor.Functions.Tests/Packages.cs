using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>The archive that is uploaded. That what comes out of it runs is shown by everything under the Functions host, which runs
/// nothing else.</summary>
public sealed class Packages(PublishedPackage package)
{
    [Fact]
    public async Task The_host_finds_its_files_at_the_root()
    {
        using var archive = ZipFile.OpenRead(await package.ArchiveAsync());

        var files = archive.Entries.Select(entry => entry.FullName).ToList();
        Assert.All(
            ["host.json", "worker.config.json", "functions.metadata", "extensions.json", ".azurefunctions/function.deps.json"],
            file => Assert.Contains(file, files));
        Assert.All(files, name => Assert.DoesNotContain('\\', name));
    }

    [Fact]
    public async Task What_the_host_reads_names_the_runtime_the_time_of_a_run_and_no_prefix_and_no_other_handler()
    {
        var folder = await package.FolderAsync();
        using var host = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "host.json")));
        using var worker = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "worker.config.json")));

        Assert.Equal("", host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.Equal("00:10:00", host.RootElement.GetProperty("functionTimeout").GetString());
        Assert.Equal(
            ["extensions", "functionTimeout", "logging", "version"],
            host.RootElement.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("dotnet-isolated", worker.RootElement.GetProperty("description").GetProperty("language").GetString());
    }

    [Fact]
    public async Task No_file_names_the_folder_in_which_it_was_built()
    {
        var folder = await package.FolderAsync();
        var built = Encoding.UTF8.GetBytes(PublishedPackage.Repository + "/");

        Assert.All(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), file =>
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(built) < 0, Path.GetRelativePath(folder, file)));
    }

    [Fact]
    public async Task It_holds_no_settings_of_anybody_and_nothing_that_is_read_by_nobody()
    {
        using var archive = ZipFile.OpenRead(await package.ArchiveAsync());

        Assert.DoesNotContain(archive.Entries, entry => NobodyReads(entry.FullName));
        Assert.InRange(archive.Entries.Sum(entry => entry.CompressedLength), 1, 30 * 1024 * 1024);
    }

    [Theory]
    [InlineData]
    [InlineData("package.tar")]
    public async Task Called_wrongly_the_script_says_how_it_is_called(params string[] arguments)
    {
        var said = await Tool.RunAsync("bash", ["infra/package.sh", .. arguments]);

        Assert.Equal((2, "package.sh: expected one argument, the archive to write, such as: infra/package.sh creditmonitor.zip"), (said.Code, said.Error.Trim()));
    }

    /// <summary>One documentation file is read: the description of the API quotes it.</summary>
    private static bool NobodyReads(string file) =>
        file is "local.settings.json" or "local.settings.example.json" or "appsettings.json" or "web.config" or "CreditMonitor.Functions"
        || (Path.GetExtension(file) is ".xml" or ".db" or ".pdb" && file != "CreditMonitor.Application.xml");
}
