using System.Text.Json;
using System.Text.RegularExpressions;
using CreditMonitor.Settings;
using CreditMonitor.Testing;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Functions.Tests.Infra;

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

    /// <summary>All in one copy: a start of the compiler for each would take minutes.</summary>
    [Fact]
    public async Task What_azure_would_refuse_is_found()
    {
        Wrong[] wrong =
        [
            new("modules/vault.bicep", "enablePurgeProtection", "enablePurgeProtektion", "\"enablePurgeProtektion\" is not allowed"),
            new("modules/vault.bicep", "scope: vault\n", "scope: volt\n", "The name \"volt\" does not exist"),
            new("modules/vault.bicep", "guid(vault.id", "giud(vault.id", "The name \"giud\" does not exist"),
            new("modules/vault.bicep", "param tags { *: string }", "param tags { *: string }\nparam nothing string", "no-unused-params"),
            new("modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: 'no'", "expected a value of type \"bool"),
            new("modules/alerts.bicep", "location: 'global'\n", "", "missing the following required properties: \"location\""),
            new("modules/network.bicep", "resource network", "resource (network", "modules/network.bicep(18"),
            new("main.bicep", "operatorMail: operatorMail\n", "color: 'red'\n", "required properties: \"operatorMail\""),
            new("main.bicep", "param operatorMail string", "param operatorMail string\nparam nothing int", "no-unused-params"),
            new("organizations/example.bicepparam", "monthlyBudget = 10", "monthlyBudget = -1", "-1"),
            new("organizations/example.bicepparam", "param location = 'westeurope'", "param instanceMemoryMB = 1024", "2048 | 4096 | 512"),
            new("organizations/example.bicepparam", "organization = 'example'", "organization = 'e'", "minimum allowable length is 2"),
        ];
        await CopyAsync(wrong);

        var said = await CheckAsync(_folder);

        Assert.Equal(1, said.Code);
        Assert.All(wrong, each => Assert.Contains(each.Found, said.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_formatted_otherwise_is_found()
    {
        await CopyAsync(new Wrong("main.bicep", "param lockData bool", "param  lockData bool", ""));

        var said = await CheckAsync(_folder);

        Assert.Equal(1, said.Code);
        Assert.Contains("bicep format changes the lines above", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_parameter_is_described_and_none_carries_a_secret() => Assert.Empty(await OwnFaultsAsync(Tool.Infra));

    [Fact]
    public async Task A_parameter_without_description_or_with_a_secret_is_found()
    {
        const string Zone = "'Organizations:0:TimeZone'";
        const string Suffix = "var suffix = uniqueString(resourceGroup().id, organization";
        const string Example = "organizations/example.bicepparam";
        Wrong[] wrong =
        [
            new("main.bicep", "@description('Locks storage and vault against deletion.')\n", "", "lockData is not described"),
            new("main.bicep", Suffix + ")", $"@secure()\nparam adminKey string = ''\n{Suffix}, adminKey)", "adminKey carries a secret"),
            new(Example, Zone, $"'Organizations:0:AdminKey': 'x'\n  {Zone}", "Organizations:0:AdminKey is a secret"),
            new(Example, Zone, $"'Access:TokenSecret:0': 'x'\n  {Zone}", "Access:TokenSecret:0 is a secret"),
            new(Example, Zone, $"'Access:Keys:2:Secret': 'x'\n  {Zone}", "Access:Keys:2:Secret is a secret"),
        ];
        await CopyAsync(wrong);

        var found = await OwnFaultsAsync(_folder);

        Assert.All(wrong, each => Assert.Contains(each.Found, found));
    }

    [Fact]
    public void The_app_runs_the_isolated_worker_with_a_schedule_for_every_timer_and_callers_told_apart()
    {
        var template = File.ReadAllText(Path.Combine(Tool.Infra, "modules", "app.bicep"));

        string[] settings =
        [
            "{ name: 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', value: 'true' }", "{ name: 'POLL_BILLING_SCHEDULE', value: schedules.billing }",
            "{ name: 'POLL_USAGE_SCHEDULE', value: schedules.usage }", "{ name: 'DIGEST_SCHEDULE', value: schedules.digest }",
            "runtime: { name: 'dotnet-isolated', version: '10.0' }",
        ];
        Assert.All(settings, setting => Assert.Contains(setting, template, StringComparison.Ordinal));
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

    private async Task CopyAsync(params Wrong[] wrong)
    {
        var files = Directory.EnumerateFiles(Tool.Infra, "*.bicep*", SearchOption.AllDirectories);
        foreach (var each in files.Append(Path.Combine(Tool.Infra, "bicepconfig.json")))
        {
            var copy = Path.Combine(_folder, Path.GetRelativePath(Tool.Infra, each));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            var text = await File.ReadAllTextAsync(each);
            foreach (var change in wrong.Where(change => copy == Path.Combine(_folder, change.File)))
            {
                Assert.Contains(change.Right, text, StringComparison.Ordinal);
                text = text.Replace(change.Right, change.Put, StringComparison.Ordinal);
            }

            await File.WriteAllTextAsync(copy, text);
        }
    }

    private static Task<Said> CheckAsync(string folder) => Tool.RunAsync("bash", ["infra/check.sh", folder]);

    /// <summary>What the compiler does not ask for: words to every parameter, and no secret in a template or in a file that is
    /// kept.</summary>
    private static async Task<IReadOnlyList<string>> OwnFaultsAsync(string folder)
    {
        var built = await Tool.RunAsync(
            Tool.Bicep, ["build-params", Path.Combine(folder, "organizations", "example.bicepparam"), "--stdout"],
            new Dictionary<string, string> { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" });
        Assert.True(built.Code == 0, built.Error);
        using var both = JsonDocument.Parse(built.Output);
        using var template = JsonDocument.Parse(both.RootElement.GetProperty("templateJson").GetString()!);
        using var values = JsonDocument.Parse(both.RootElement.GetProperty("parametersJson").GetString()!);
        var parameters = template.RootElement.GetProperty("parameters").EnumerateObject().ToList();
        var given = values.RootElement.GetProperty("parameters").GetProperty("settings").GetProperty("value");
        return [
            .. parameters.Where(parameter => !IsDescribed(parameter.Value)).Select(parameter => $"{parameter.Name} is not described"),
            .. parameters.Where(parameter => IsSecure(parameter.Value)).Select(parameter => $"{parameter.Name} carries a secret"),
            .. given.EnumerateObject().Where(setting => Secret().IsMatch(setting.Name)).Select(setting => $"{setting.Name} is a secret"),
        ];
    }

    private static bool IsDescribed(JsonElement parameter) =>
        parameter.TryGetProperty("metadata", out var words) && words.TryGetProperty("description", out _);

    private static bool IsSecure(JsonElement parameter) =>
        parameter.GetProperty("type").GetString()!.StartsWith("secure", StringComparison.OrdinalIgnoreCase);

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

    /// <summary>What is put in place of what is right, and what is then said.</summary>
    private sealed record Wrong(string File, string Right, string Put, string Found);

    [GeneratedRegex(@"name: 'CreditMonitor__([A-Za-z0-9_]+)'")]
    private static partial Regex Setting();

    [GeneratedRegex(
        "(AdminKey|ApiKey|ConnectionString|:Secret|TokenSecret:[0-9]+|OtlpHeaders)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
