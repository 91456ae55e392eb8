using System.IO.Compression;
using CreditMonitor.Tests.Functions;

namespace CreditMonitor.Tests.Infra;

/// <summary>The archive that is uploaded. That what comes out of it runs is shown by everything under the Functions host, which runs nothing else.</summary>
public sealed class Packages(PublishedPackage package)
{
    private const int OwnerMayExecute = 0b001_000_000;

    [Fact]
    public async Task The_host_finds_its_files_at_the_root_and_may_start_the_executable()
    {
        using var archive = ZipFile.OpenRead(await package.ArchiveAsync());

        var files = archive.Entries.ToDictionary(entry => entry.FullName, entry => entry.ExternalAttributes >> 16 & 0x1FF, StringComparer.Ordinal);
        Assert.Contains("host.json", files.Keys);
        Assert.Equal(["Digest", "PollBilling", "PollUsage"], files.Keys.Where(name => name.EndsWith("/function.json", StringComparison.Ordinal)).Select(name => name.Split('/')[0]).Intersect(["Digest", "PollBilling", "PollUsage"]).Order(StringComparer.Ordinal));
        Assert.NotEqual(0, files["creditmonitor"] & OwnerMayExecute);
        Assert.Equal(["creditmonitor"], files.Where(file => (file.Value & OwnerMayExecute) != 0).Select(file => file.Key));
        Assert.All(files.Keys, name => Assert.DoesNotContain('\\', name));
    }

    [Fact]
    public async Task It_holds_no_settings_of_anybody_and_nothing_that_is_read_by_nobody()
    {
        using var archive = ZipFile.OpenRead(await package.ArchiveAsync());

        Assert.DoesNotContain(archive.Entries, entry => entry.FullName is "local.settings.json" or "appsettings.json" or "web.config" || entry.FullName.EndsWith(".xml", StringComparison.Ordinal) || entry.FullName.EndsWith(".db", StringComparison.Ordinal));
        Assert.InRange(archive.Entries.Sum(entry => entry.CompressedLength), 1, 100 * 1024 * 1024);
    }

    [Theory]
    [InlineData]
    [InlineData("package.tar")]
    public async Task Called_wrongly_the_script_says_how_it_is_called(params string[] arguments)
    {
        var said = await Tool.RunAsync("bash", ["infra/package.sh", .. arguments]);

        Assert.Equal((2, "package.sh: expected one argument, the archive to write, such as: infra/package.sh creditmonitor.zip"), (said.Code, said.Error.Trim()));
    }
}
