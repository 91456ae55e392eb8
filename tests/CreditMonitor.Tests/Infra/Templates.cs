using System.Text.Json;
using System.Text.RegularExpressions;
using CreditMonitor.Settings;
using CreditMonitor.Tests.Functions;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Tests.Infra;

/// <summary>The Bicep files, held to Azure's own compiler, and the check itself.</summary>
public sealed partial class Templates : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("credit-monitor-bicep-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Azures_compiler_has_no_word_on_any_file_and_every_parameter_file_builds()
    {
        var said = await CheckAsync(Tool.Infra);

        Assert.True(said.Code == 0, said.Output + said.Error);
        Assert.Equal("", said.Output + said.Error);
    }

    [Theory]
    [InlineData("modules/vault.bicep", "enablePurgeProtection", "enablePurgeProtektion", "enablePurgeProtektion")]
    [InlineData("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: 'no'", "\"allowSharedKeyAccess\" expected a value of type \"bool")]
    [InlineData("modules/alerts.bicep", "location: 'global'\n", "", "missing the following required properties: \"location\"")]
    [InlineData("modules/vault.bicep", "properties: {", "properties: (", "Error BCP")]
    [InlineData("modules/vault.bicep", "scope: vault\n", "scope: volt\n", "The name \"volt\" does not exist")]
    [InlineData("modules/vault.bicep", "guid(vault.id", "giud(vault.id", "The name \"giud\" does not exist")]
    [InlineData("modules/vault.bicep", "param tags { *: string }", "param tags { *: string }\n\n@description('Nothing.')\nparam nothing string", "no-unused-params")]
    [InlineData("main.bicep", "operatorMail: operatorMail\n", "", "missing the following required properties: \"operatorMail\"")]
    [InlineData("main.bicep", "operatorMail: operatorMail\n", "operatorMail: operatorMail\n    color: 'red'\n", "\"color\" is not allowed")]
    [InlineData("main.bicep", "param lockData bool", "param  lockData bool", "bicep format changes the lines above")]
    [InlineData("organizations/example.bicepparam", "monthlyBudget = 10", "monthlyBudget = -1", "-1")]
    [InlineData("organizations/example.bicepparam", "monthlyBudget = 10", "instanceMemoryMB = 1024", "2048 | 4096 | 512")]
    [InlineData("organizations/example.bicepparam", "organization = 'example'", "organization = 'e'", "minimum allowable length is 2")]
    public async Task What_azure_would_refuse_is_found(string file, string right, string wrong, string found)
    {
        await CopyAsync(file, right, wrong);

        var said = await CheckAsync(_folder);

        Assert.Equal(1, said.Code);
        Assert.Contains(found, said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_parameter_is_described_and_none_carries_a_secret() => Assert.Empty(await OwnFaultsAsync(Tool.Infra));

    [Theory]
    [InlineData("main.bicep", "@description('Locks storage and vault against deletion.')\n", "", "lockData is not described")]
    [InlineData("main.bicep", "var suffix = uniqueString(resourceGroup().id, organization)", "@secure()\nparam adminKey string = ''\nvar suffix = uniqueString(resourceGroup().id, organization, adminKey)", "adminKey carries a secret")]
    [InlineData("organizations/example.bicepparam", "'Organizations:0:TimeZone'", "'Organizations:0:AdminKey'", "Organizations:0:AdminKey is a secret")]
    [InlineData("organizations/example.bicepparam", "'Organizations:0:TimeZone'", "'Access:TokenSecret:0'", "Access:TokenSecret:0 is a secret")]
    [InlineData("organizations/example.bicepparam", "'Organizations:0:TimeZone'", "'Access:Keys:2:Secret'", "Access:Keys:2:Secret is a secret")]
    public async Task A_parameter_without_description_or_with_a_secret_is_found(string file, string right, string wrong, string found)
    {
        await CopyAsync(file, right, wrong);

        Assert.Contains(await OwnFaultsAsync(_folder), fault => fault.Contains(found, StringComparison.Ordinal));
    }

    [Fact]
    public void The_app_runs_the_isolated_worker_with_a_schedule_for_every_timer_and_callers_told_apart()
    {
        var template = File.ReadAllText(Path.Combine(Tool.Infra, "modules", "app.bicep"));

        Assert.All(
            ["{ name: 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', value: 'true' }", "{ name: 'POLL_BILLING_SCHEDULE', value: schedules.billing }", "{ name: 'POLL_USAGE_SCHEDULE', value: schedules.usage }", "{ name: 'DIGEST_SCHEDULE', value: schedules.digest }", "runtime: { name: 'dotnet-isolated', version: '10.0' }"],
            setting => Assert.Contains(setting, template, StringComparison.Ordinal));
    }

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

    private async Task CopyAsync(string file, string right, string wrong)
    {
        foreach (var each in Directory.EnumerateFiles(Tool.Infra, "*.bicep*", SearchOption.AllDirectories).Append(Path.Combine(Tool.Infra, "bicepconfig.json")))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(Tool.Infra, each));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var text = await File.ReadAllTextAsync(each);
            var isTheOne = copy == Path.Combine(_folder, file);
            Assert.True(!isTheOne || text.Contains(right, StringComparison.Ordinal), $"{file} has no {right}");
            await File.WriteAllTextAsync(copy, isTheOne ? text.Replace(right, wrong, StringComparison.Ordinal) : text);
        }
    }

    private static Task<Said> CheckAsync(string folder) => Tool.RunAsync("bash", ["infra/check.sh", folder]);

    /// <summary>What the compiler does not ask for: words to every parameter, and no secret in a template or in a file that is kept.</summary>
    private static async Task<IReadOnlyList<string>> OwnFaultsAsync(string folder)
    {
        var built = await Tool.RunAsync(Tool.Bicep, ["build-params", Path.Combine(folder, "organizations", "example.bicepparam"), "--stdout"], new Dictionary<string, string> { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" });
        Assert.True(built.Code == 0, built.Error);
        using var both = JsonDocument.Parse(built.Output);
        using var template = JsonDocument.Parse(both.RootElement.GetProperty("templateJson").GetString()!);
        using var values = JsonDocument.Parse(both.RootElement.GetProperty("parametersJson").GetString()!);
        var parameters = template.RootElement.GetProperty("parameters").EnumerateObject().ToList();
        return [
            .. parameters.Where(parameter => !parameter.Value.TryGetProperty("metadata", out var words) || !words.TryGetProperty("description", out _)).Select(parameter => $"{parameter.Name} is not described"),
            .. parameters.Where(parameter => parameter.Value.GetProperty("type").GetString() is "securestring" or "secureObject" or "secureString").Select(parameter => $"{parameter.Name} carries a secret"),
            .. values.RootElement.GetProperty("parameters").GetProperty("settings").GetProperty("value").EnumerateObject().Where(setting => Secret().IsMatch(setting.Name)).Select(setting => $"{setting.Name} is a secret"),
        ];
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

    [GeneratedRegex("(AdminKey|ApiKey|ConnectionString|:Secret|TokenSecret:[0-9]+|OtlpHeaders)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
