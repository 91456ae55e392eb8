using System.Text.RegularExpressions;
using CreditMonitor.Settings;
using CreditMonitor.Tests.Functions;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Tests.Infra;

/// <summary>The Bicep files, as far as they can be checked without Azure, and the check itself.</summary>
public sealed partial class Templates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-bicep-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nothing_is_found_in_names_parameters_and_what_modules_and_organizations_are_given()
    {
        var said = await CheckAsync(Tool.Infra, withTypes: false);

        Assert.True(said.Code == 0, said.Output + said.Error);
    }

    [Fact]
    public async Task Every_property_is_known_to_the_type_files_of_azure()
    {
        Assert.SkipWhen(Tool.TypeFiles is null, "The type files of Azure's resources are not beside the repository.");

        var said = await CheckAsync(Tool.Infra, withTypes: true);

        Assert.True(said.Code == 0, said.Output + said.Error);
        Assert.True(int.Parse(Checked().Match(said.Output).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= 30, said.Output);
    }

    [Theory]
    [InlineData("modules/vault.bicep", "enablePurgeProtection", "enablePurgeProtektion", "no property 'enablePurgeProtektion'")]
    [InlineData("modules/storage.bicep", "kind: 'StorageV2'", "kind: 'StorageV9'", "'StorageV9' is none of")]
    [InlineData("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: 'no'", "expected boolean, found string")]
    [InlineData("modules/alerts.bicep", "location: 'global'\n", "", "required property 'location' is missing")]
    [InlineData("modules/app.bicep", "name: 'dotnet-isolated', version", "name: 'dotnet-izolated', version", "'dotnet-izolated' is none of")]
    public async Task A_wrong_property_is_found(string file, string right, string wrong, string found)
    {
        Assert.SkipWhen(Tool.TypeFiles is null, "The type files of Azure's resources are not beside the repository.");

        Assert.Contains(found, (await CheckChangedAsync(file, right, wrong, withTypes: true)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modules/vault.bicep", "properties: {", "properties: (", "syntax error")]
    [InlineData("modules/vault.bicep", "scope: vault\n", "scope: volt\n", "'volt' is not declared")]
    [InlineData("modules/vault.bicep", "guid(vault.id", "giud(vault.id", "no function 'giud'")]
    [InlineData("main.bicep", "operatorMail: operatorMail\n", "", "required parameter 'operatorMail' is not given")]
    [InlineData("main.bicep", "operatorMail: operatorMail\n", "operatorMail: operatorMail\n    color: 'red'\n", "'color' is no parameter there")]
    [InlineData("main.bicep", "@description('Locks storage and vault against deletion.')\n", "", "parameter 'lockData' is not described")]
    [InlineData("main.bicep", "param tags object = {}", "param tags object = {}\n@secure()\n@description('x')\nparam adminKey string", "carries a secret")]
    [InlineData("organizations/example.bicepparam", "monthlyBudget = 10", "monthlyBudget = -1", "'monthlyBudget' is not from 0 to 100000")]
    [InlineData("organizations/example.bicepparam", "monthlyBudget = 10", "instanceMemoryMB = 1024", "'instanceMemoryMB' is none of 512, 2048, 4096")]
    [InlineData("organizations/example.bicepparam", "organization = 'example'", "organization = 'e'", "'organization' is shorter than 2")]
    [InlineData("organizations/example.bicepparam", "'Organizations:0:TimeZone'", "'Organizations:0:AdminKey'", "is a secret")]
    public async Task What_azure_would_refuse_or_a_secret_in_a_file_is_found(string file, string right, string wrong, string found) =>
        Assert.Contains(found, (await CheckChangedAsync(file, right, wrong, withTypes: false)).Output, StringComparison.Ordinal);

    [Fact]
    public void The_program_takes_every_setting_that_the_template_gives_and_misses_none()
    {
        var template = File.ReadAllText(Path.Combine(Tool.Infra, "modules", "app.bicep")).Replace("${i + 1}", "1", StringComparison.Ordinal).Replace("${i}", "0", StringComparison.Ordinal);
        var given = Setting().Matches(template).Select(match => match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(given.ToDictionary(key => $"CreditMonitor:{key}", ValueOf)).Build();

        var outcome = SettingsLoader.Load(configuration, underFunctionsHost: true);

        Assert.Empty(outcome.Faults);
        Assert.Equal(2, outcome.Settings!.Organizations.Length);
        Assert.Equal([AccessScope.Read, AccessScope.Write], outcome.Settings.Access.Keys.Select(key => key.Scope));
    }

    [Fact]
    public void A_reference_that_the_platform_could_not_resolve_is_never_taken_for_the_secret()
    {
        const string Unresolved = "@Microsoft.KeyVault(SecretUri=https://kv-credmon-example.vault.azure.net/secrets/token-secret)";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["CreditMonitor:Access:TokenSecret:0"] = Unresolved, ["CreditMonitor:Access:Keys:0:Secret"] = Unresolved }).Build();

        var faults = SettingsLoader.Load(configuration, underFunctionsHost: true).Faults;

        Assert.Contains(faults, fault => fault.StartsWith("CreditMonitor:Access:TokenSecret:0 is a Key Vault reference that the platform could not resolve", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("CreditMonitor:Access:Keys:0:Secret is a Key Vault reference", StringComparison.Ordinal));
    }

    private async Task<Said> CheckChangedAsync(string file, string right, string wrong, bool withTypes)
    {
        foreach (var each in Directory.EnumerateFiles(Tool.Infra, "*.bicep*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(Tool.Infra, each));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var text = await File.ReadAllTextAsync(each);
            var isTheOne = copy == Path.Combine(_folder, file);
            Assert.True(!isTheOne || text.Contains(right, StringComparison.Ordinal), $"{file} has no {right}");
            await File.WriteAllTextAsync(copy, isTheOne ? text.Replace(right, wrong, StringComparison.Ordinal) : text);
        }

        var said = await CheckAsync(_folder, withTypes);
        Assert.Equal(1, said.Code);
        return said;
    }

    private static Task<Said> CheckAsync(string folder, bool withTypes)
    {
        Assert.True(Directory.Exists(Path.Combine(PublishedPackage.Repository, "tests", "node_modules", "tree-sitter-bicep")), "The parser of Bicep is not installed; run ./build, which installs it into tests/node_modules.");
        string[] types = withTypes ? ["--types", Tool.TypeFiles!] : [];
        return Tool.RunAsync("node", ["tests/infra/check-bicep.mjs", .. types, .. Directory.EnumerateFiles(folder, "*.bicep*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]);
    }

    private static string? ValueOf(string key) => key switch
    {
        "Storage:TableEndpoint" => "https://stexample.table.core.windows.net/",
        "PublicUrl" => "https://func-example.azurewebsites.net",
        "Mail:From" => "credit@example.com",
        "Access:TrustPlatformIdentity" => "true",
        "Organizations:0:Subscribers:0" => "team@example.com",
        _ when key.EndsWith(":Id", StringComparison.Ordinal) => key.Contains(":0:", StringComparison.Ordinal) ? "example" : "other",
        _ when key.EndsWith("Keys:0:Scope", StringComparison.Ordinal) => "read",
        _ when key.EndsWith("Keys:1:Scope", StringComparison.Ordinal) => "write",
        _ => $"a-value-of-{key.Replace(':', '-')}-that-is-long-enough",
    };

    [GeneratedRegex(@"name: 'CreditMonitor__([A-Za-z0-9_]+)'")]
    private static partial Regex Setting();

    [GeneratedRegex(@"(\d+) resources checked")]
    private static partial Regex Checked();
}
