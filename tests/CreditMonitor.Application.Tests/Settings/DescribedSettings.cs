using System.Text.Json;
using System.Text.Json.Nodes;
using CreditMonitor.Settings;
using CreditMonitor.Testing;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Application.Tests.Settings;

/// <summary>The reader, the page for people and the schema for editors all come from one description; none may say other than the rest.</summary>
public sealed class DescribedSettings
{
    private static readonly string Docs = Path.Combine(PublishedPackage.Repository, "docs");

    /// <summary>Only one way of storing and of sending may be set.</summary>
    private static readonly string[] Others = ["Storage:TableEndpoint", "Storage:ConnectionString", "Mail:Pickup"];

    [Fact]
    public async Task The_page_of_the_settings_says_what_the_program_reads()
    {
        var path = Path.Combine(Docs, "configuration.md");
        var kept = await File.ReadAllTextAsync(path);

        await SameAsync("configuration.md", kept[..kept.IndexOf(SettingsPage.Marker, StringComparison.Ordinal)] + SettingsPage.Of(SettingsCatalog.Root));
    }

    [Fact]
    public Task The_schema_for_editors_says_what_the_program_reads() => SameAsync("settings.schema.json", SettingsSchema.Of(SettingsCatalog.Root));

    [Fact]
    public void Every_setting_that_is_described_is_read_and_its_example_is_taken()
    {
        var all = Examples(SettingsCatalog.Root, "").Where(setting => !Others.Contains(setting.Key)).ToList();

        Assert.Empty(Load(all).Faults);
        Assert.All(Others, other => Assert.Empty(Load([.. Without(all, other), .. Examples(SettingsCatalog.Root, "").Where(setting => setting.Key == other)]).Faults));
    }

    [Fact]
    public void Every_default_that_is_described_is_what_holds_without_the_setting()
    {
        var fewest = Examples(SettingsCatalog.Root, "").Where(setting => setting.Key is "Organizations:0:Id" or "Organizations:0:AdminKey").ToList();
        var defaults = Defaults(SettingsCatalog.Root, "").ToList();

        Assert.True(defaults.Count > 15);
        Assert.Equal(Text(Load(fewest)), Text(Load([.. fewest, .. defaults])));
    }

    [Fact]
    [Trait("Needs", "npm")]
    public async Task Reader_and_schema_agree_on_every_bound()
    {
        var cases = Bounds(SettingsCatalog.Root, "").ToList();
        var schema = await SchemaVerdictsAsync(cases.Select(one => Document(one.Key, one.Value)));

        Assert.True(cases.Count > 60);
        Assert.Equal(
            cases.Select(one => $"{one.Key} = {one.Value}: {(one.IsTaken ? "taken" : "refused")} by both"),
            cases.Zip(schema, (one, editor) => $"{one.Key} = {one.Value}: {Verdict(IsTaken(one.Key, one.Value), editor)}"));

        static string Verdict(bool reader, bool editor) => reader == editor ? $"{(reader ? "taken" : "refused")} by both" : $"reader {reader}, schema {editor}";
    }

    [Fact]
    [Trait("Needs", "npm")]
    public async Task The_example_names_the_schema_keeps_to_it_and_is_taken_once_its_keys_are_set()
    {
        var example = await File.ReadAllTextAsync(Path.Combine(Docs, "appsettings.example.json"));
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(example)))
            .AddInMemoryCollection([new("CreditMonitor:Organizations:0:AdminKey", "sk-admin-x"), new("CreditMonitor:Mail:SendGrid:ApiKey", "SG.x")]).Build();

        Assert.Equal("./settings.schema.json", JsonNode.Parse(example)!["$schema"]!.GetValue<string>());
        Assert.Equal([true], await SchemaVerdictsAsync([JsonNode.Parse(example)!]));
        Assert.Empty(SettingsLoader.Load(configuration).Faults);
    }

    [Fact]
    [Trait("Needs", "npm")]
    public async Task A_name_with_a_typo_is_seen_in_the_editor()
    {
        Assert.Equal([false, false, true], await SchemaVerdictsAsync([
            JsonNode.Parse("""{ "CreditMonitor": { "Storge": {} } }""")!,
            JsonNode.Parse("""{ "CreditMonitor": { "Organizations": [ { "Id": "acme", "Alerts": { "LowBalanse": { "Enabled": false } } } ] } }""")!,
            JsonNode.Parse("""{ "Logging": { "LogLevel": { "Default": "Warning" } } }""")!,
        ]));
    }

    private static IEnumerable<KeyValuePair<string, string>> Examples(SettingGroup group, string path) => Values(group, path, setting => setting.Example ?? setting.Default ?? setting.Choices[0], intoLists: true);

    private static IEnumerable<KeyValuePair<string, string>> Defaults(SettingGroup group, string path) =>
        Values(group, path, setting => setting.Default, intoLists: false).Where(setting => !setting.Key.Contains("SendGrid", StringComparison.Ordinal));

    private static IEnumerable<KeyValuePair<string, string>> Values(SettingGroup group, string path, Func<Setting, string?> value, bool intoLists) =>
        group.Settings.SelectMany(described => described switch
        {
            Setting setting when value(setting) is { } text => [new($"{path}{setting.Key}", text)],
            SettingGroup { IsList: true } list => intoLists || list.Key == "Organizations" ? Values(list, $"{path}{list.Key}:0:", value, intoLists) : [],
            SettingGroup { Names.Length: > 0 } each => each.Names.SelectMany(name => Values(each, $"{path}{name}:", value, intoLists)),
            SettingGroup inner => Values(inner, $"{path}{inner.Key}:", value, intoLists),
            _ => Array.Empty<KeyValuePair<string, string>>(),
        });

    /// <summary>The values at and just beyond each end of what is described.</summary>
    private static IEnumerable<(string Key, string Value, bool IsTaken)> Bounds(SettingGroup group, string path) =>
        group.Settings.SelectMany(described => described switch
        {
            Setting setting => Bounds(setting).Select(bound => ($"{path}{setting.Key}{(setting.IsList ? ":0" : "")}", bound.Value, bound.IsTaken)),
            SettingGroup { IsList: true } list => Bounds(list, $"{path}{list.Key}:0:"),
            SettingGroup { Names.Length: > 0 } each => Bounds(each, $"{path}{each.Names[0]}:"),
            _ => Bounds((SettingGroup)described, $"{path}{described.Key}:"),
        });

    private static IEnumerable<(string Value, bool IsTaken)> Bounds(Setting setting) =>
    [
        .. setting.Most is { } most ? [($"{most}", true), ($"{most + 1}", false), ($"{setting.Least}", true), ($"{setting.Least - 1}", false)] : Array.Empty<(string, bool)>(),
        .. setting.Shortest is { } shortest ? [(Long(setting, shortest), true), (Long(setting, shortest - 1), false)] : Array.Empty<(string, bool)>(),
        .. setting.Longest is { } longest ? [(Long(setting, longest), true), (Long(setting, longest + 1), false)] : Array.Empty<(string, bool)>(),
        .. setting.Choices.Select(choice => (choice, true)),
        .. setting.Choices.Length > 0 ? [("neither", false)] : Array.Empty<(string, bool)>(),
        .. setting.Type switch
        {
            SettingType.Flag => [("true", true), ("false", setting.Key != "Enabled" || setting.Default != "false"), ("yes", false)],
            SettingType.Address => [("ftp://example.com", false), ("no address", false)],
            SettingType.Schedule => [("0 0 3 * * *", true), ("0 3 * * *", false)],
            _ => Array.Empty<(string, bool)>(),
        },
    ];

    private static string Long(Setting setting, int length) => new(setting.Key == "CardLastFour" ? '4' : 'a', length);

    /// <summary>With examples around it, so that a fault is this value's own.</summary>
    private static bool IsTaken(string key, string value)
    {
        var settings = Without(Examples(SettingsCatalog.Root, ""), key.EndsWith(":0", StringComparison.Ordinal) ? key[..^2] : key);
        return Load([.. settings.Where(setting => !Others.Contains(setting.Key)), new(key, value)]).Faults.IsEmpty;
    }

    private static IEnumerable<KeyValuePair<string, string>> Without(IEnumerable<KeyValuePair<string, string>> settings, string key) =>
        settings.Where(setting => setting.Key != key && !(key.StartsWith("Storage:", StringComparison.Ordinal) && setting.Key.StartsWith("Storage:", StringComparison.Ordinal))
            && !(key == "Mail:Pickup" && setting.Key.StartsWith("Mail:SendGrid", StringComparison.Ordinal)));

    private static SettingsOutcome Load(IEnumerable<KeyValuePair<string, string>> settings) => SettingsLoader.Load(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"CreditMonitor:{setting.Key}", (string?)setting.Value))).Build());

    private static string Text(SettingsOutcome outcome) => JsonSerializer.Serialize(outcome with
    {
        Settings = outcome.Settings! with { Organizations = [.. outcome.Settings.Organizations.Select(organization => organization with { TimeZone = TimeZoneInfo.Utc })] },
    });

    /// <summary>A file that says this alone; a number where it is one, as people write it.</summary>
    private static JsonNode Document(string key, string value)
    {
        JsonNode node = long.TryParse(value, out var number) && !key.EndsWith("CardLastFour", StringComparison.Ordinal) && !key.EndsWith("Secret", StringComparison.Ordinal) ? number : value;
        var settings = Examples(SettingsCatalog.Root, "").ToDictionary(setting => setting.Key, setting => setting.Value);
        foreach (var part in $"CreditMonitor:{key}".Split(':').Reverse())
        {
            node = part == "0" ? new JsonArray(node) : new JsonObject { [part] = node };
        }

        foreach (var organization in node["CreditMonitor"]!["Organizations"] as JsonArray ?? [])
        {
            organization!.AsObject().TryAdd("Id", "acme");
            Complete(organization["Grants"], settings, "Organizations:0:Grants:0:", "Id", "Amount", "EffectiveAt");
            Complete(organization["Account"], settings, "Organizations:0:Account:0:", "At");
        }

        Complete(node["CreditMonitor"]!["Access"]?["Keys"], settings, "Access:Keys:0:", "Name");
        return node;
    }

    private static void Complete(JsonNode? list, Dictionary<string, string> examples, string path, params string[] keys)
    {
        foreach (var key in list is null ? [] : keys)
        {
            list![0]!.AsObject().TryAdd(key, examples[path + key]);
        }
    }

    /// <summary>By Ajv, which editors use the like of.</summary>
    private static async Task<IReadOnlyList<bool>> SchemaVerdictsAsync(IEnumerable<JsonNode> documents)
    {
        Tool.Require("node");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, new JsonArray([.. documents]).ToJsonString());
        var said = await Tool.RunAsync("node", ["tests/check-settings.mjs", Path.Combine(Docs, "settings.schema.json"), file]);
        File.Delete(file);

        Assert.True(said.Code == 0, said.Error);
        return JsonSerializer.Deserialize<List<bool>>(said.Output)!;
    }

    private static async Task SameAsync(string name, string content)
    {
        var path = Path.Combine(Docs, name);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(path, content);
        }

        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        Assert.True(
            kept.ReplaceLineEndings("\n") == content,
            $"docs/{name} says other than the program reads. Make it anew and read what changed: UPDATE_SNAPSHOTS=1 dotnet test tests/CreditMonitor.Application.Tests --filter FullyQualifiedName~{nameof(DescribedSettings)}");
    }
}
