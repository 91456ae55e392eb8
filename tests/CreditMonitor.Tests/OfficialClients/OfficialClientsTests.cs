using System.Diagnostics;
using System.Text.Json;
using CreditMonitor.Storage;
using CreditMonitor.Tests.Functions;

namespace CreditMonitor.Tests.OfficialClients;

/// <summary>The official packages cannot be restored everywhere; that the adapters would compile against them is proved by lists of their signatures, taken from their
/// documentation: what stands in has exactly the listed members, and the adapters use no others.</summary>
public sealed class OfficialClientsTests
{
    [Theory]
    [InlineData("CreditMonitor.DataTables", "AzureDataTables.txt")]
    [InlineData("CreditMonitor.SendGridApi", "SendGrid.txt")]
    public void The_adapters_use_official_members_alone(string root, string list)
    {
        var used = ClientUse.Of(typeof(TableRowStore).Assembly, root);

        Assert.NotEmpty(used);
        Assert.Empty(used.Except(Listed(list).Select(line => line.Signature)));
    }

    [Theory]
    [InlineData("CreditMonitor.DataTables", "AzureDataTables.txt")]
    [InlineData("CreditMonitor.SendGridApi", "SendGrid.txt")]
    public void The_stand_in_offers_the_listed_members_and_nothing_beyond(string root, string list)
    {
        var offered = ClientSurface.Of(typeof(TableRowStore).Assembly, root).ToHashSet(StringComparer.Ordinal);
        var listed = Listed(list).Select(line => line.Signature).ToList();

        Assert.Empty(offered.Except(listed));
        Assert.Empty(listed.Except(offered));
    }

    [Theory]
    [InlineData("AzureDataTables.txt")]
    [InlineData("SendGrid.txt")]
    public void Each_listed_member_names_its_documentation(string list) =>
        Assert.All(Listed(list), line => Assert.True(Uri.TryCreate(line.Documentation, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps, line.Signature));

    [Fact]
    public async Task The_build_property_swaps_folders_for_packages_and_their_usings()
    {
        var ours = await ItemsAsync(official: false);
        var official = await ItemsAsync(official: true);

        Assert.Contains("DataTables/TableClient.cs", ours["Compile"]);
        Assert.DoesNotContain(official["Compile"], file => file.StartsWith("DataTables/", StringComparison.Ordinal) || file.StartsWith("SendGridApi/", StringComparison.Ordinal));
        Assert.Contains("Storage/TableRowStore.cs", official["Compile"]);
        Assert.Equal(["Azure.Data.Tables", "SendGrid"], official["PackageReference"].Except(ours["PackageReference"]).Order(StringComparer.Ordinal));
        Assert.Equal(["Azure.Data.Tables", "SendGrid"], official["PackageVersion"].Except(ours["PackageVersion"]).Order(StringComparer.Ordinal));
        Assert.Contains("CreditMonitor.DataTables", ours["Using"]);
        Assert.DoesNotContain(official["Using"], name => name.StartsWith("CreditMonitor.DataTables", StringComparison.Ordinal) || name.StartsWith("CreditMonitor.SendGridApi", StringComparison.Ordinal));
        Assert.Equal(["Azure.Data.Tables", "Azure.Data.Tables.Models", "CreditMonitor.Settings.MailSettings", "SendGrid", "SendGrid.Helpers.Mail"], official["Using"].Except(ours["Using"]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string Signature, string Documentation)> Listed(string list) =>
        File.ReadLines(Path.Combine(PublishedPackage.Repository, "tests", "CreditMonitor.Tests", "OfficialClients", list))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? ""));

    private static async Task<Dictionary<string, List<string>>> ItemsAsync(bool official)
    {
        string[] arguments = ["msbuild", "src/CreditMonitor", "-getItem:PackageReference,PackageVersion,Compile,Using", $"-p:OfficialClients={(official ? "true" : "false")}", "-nodeReuse:false"];
        using var build = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = PublishedPackage.Repository, RedirectStandardOutput = true })!;
        using var items = JsonDocument.Parse(await build.StandardOutput.ReadToEndAsync());
        await build.WaitForExitAsync();
        return items.RootElement.GetProperty("Items").EnumerateObject().ToDictionary(
            kind => kind.Name, kind => kind.Value.EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!.Replace('\\', '/')).ToList());
    }
}
