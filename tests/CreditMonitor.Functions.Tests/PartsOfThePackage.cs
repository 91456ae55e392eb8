using System.Text.Json;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests;

/// <summary>The CycloneDX lists that go with the archive, held against what the archive holds.</summary>
public sealed class PartsOfThePackage(PublishedPackage package)
{
    [Fact]
    public async Task Every_library_in_the_archive_is_in_the_list_of_parts_with_its_version_and_hash()
    {
        var archive = await package.FolderAsync();
        var folder = Directory.CreateTempSubdirectory("credit-monitor-parts-").FullName;
        var said = await Tool.RunAsync("bash", ["infra/sbom.sh", Path.Combine(folder, "creditmonitor.cdx.json")]);
        Assert.True(said.Code == 0, said.Error);

        var parts = await PartsAsync(Path.Combine(folder, "creditmonitor.cdx.json"));
        var extensions = await PartsAsync(Path.Combine(folder, "creditmonitor.extensions.cdx.json"));

        Assert.All(await LibrariesAsync(Path.Combine(archive, "CreditMonitor.Functions.deps.json")), library => Assert.Contains(library, parts.Keys));
        Assert.All(await LibrariesAsync(Path.Combine(archive, ".azurefunctions", "function.deps.json")), library => Assert.Contains(library, extensions.Keys));
        Assert.All(parts.Values, hash => Assert.Matches("^[0-9A-Fa-f]{128}$", hash));
        Assert.DoesNotContain(parts.Keys, part => part.StartsWith("xunit", StringComparison.OrdinalIgnoreCase));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData]
    [InlineData("parts.json")]
    public async Task Called_wrongly_the_script_says_how_it_is_called(params string[] arguments)
    {
        var said = await Tool.RunAsync("bash", ["infra/sbom.sh", .. arguments]);

        Assert.Equal((2, "sbom.sh: expected one argument, the file to write, such as: infra/sbom.sh creditmonitor.cdx.json"), (said.Code, said.Error.Trim()));
    }

    private static async Task<Dictionary<string, string>> PartsAsync(string file)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        Assert.Equal("CycloneDX", document.RootElement.GetProperty("bomFormat").GetString());
        return document.RootElement.GetProperty("components").EnumerateArray().ToDictionary(
            part => $"{part.GetProperty("name").GetString()}/{part.GetProperty("version").GetString()}", part => part.GetProperty("hashes")[0].GetProperty("content").GetString()!);
    }

    private static async Task<IReadOnlyList<string>> LibrariesAsync(string file)
    {
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        var libraries = document.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => library.Name).ToList();
        Assert.NotEmpty(libraries);
        return libraries;
    }
}
