using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditMonitor.Settings;

namespace CreditMonitor.Application.Tests.Settings;

/// <summary>The JSON schema of <c>appsettings.json</c> for editors, made from the description of the settings. Draft 7 is what editors know best.</summary>
internal static partial class SettingsSchema
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Other sections, such as Logging, are the host's.</summary>
    public static string Of(SettingGroup root) => new JsonObject
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "Settings of Credit Monitor",
        ["type"] = "object",
        ["properties"] = new JsonObject { [root.Key] = Section(root) },
    }.ToJsonString(Written) + "\n";

    private static JsonObject Section(SettingGroup group)
    {
        var properties = new JsonObject();
        foreach (var described in group.Settings)
        {
            foreach (var name in described is SettingGroup { Names.Length: > 0 } each ? each.Names : [described.Key])
            {
                properties[name] = Part(described);
            }
        }

        var section = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };

        // Secrets come from elsewhere, so no file must hold them.
        var required = group.IsList ? group.Settings.OfType<Setting>().Where(setting => setting is { IsRequired: true, IsSecret: false }).ToList() : [];
        if (required.Count > 0)
        {
            section["required"] = new JsonArray([.. required.Select(setting => JsonValue.Create(setting.Key))]);
        }

        return section;
    }

    private static JsonObject Part(DescribedSetting described)
    {
        var part = described switch
        {
            SettingGroup { IsList: true } group => new JsonObject { ["type"] = "array", ["items"] = Section(group) },
            SettingGroup group => Section(group),
            Setting { IsList: true } setting => new JsonObject
            {
                ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "array", ["items"] = One(setting) }, new JsonObject { ["type"] = "string" }),
            },
            _ => One((Setting)described),
        };
        part.Insert(0, "description", Description(described));
        return part;
    }

    private static JsonObject One(Setting setting)
    {
        var one = setting.Type switch
        {
            SettingType.Number => new JsonObject { ["type"] = new JsonArray("integer", "string"), ["minimum"] = setting.Least, ["maximum"] = setting.Most, ["pattern"] = "^[0-9]+$" },
            SettingType.Amount => new JsonObject { ["type"] = new JsonArray("number", "string"), ["minimum"] = setting.Least },
            SettingType.Flag => new JsonObject { ["enum"] = new JsonArray(true, false, "true", "false") },
            SettingType.Choice => new JsonObject { ["enum"] = new JsonArray([.. setting.Choices.Select(choice => JsonValue.Create(choice))]) },
            SettingType.Address => new JsonObject { ["type"] = "string", ["pattern"] = "^[Hh][Tt][Tt][Pp][Ss]?://" },
            SettingType.Schedule => new JsonObject { ["type"] = "string", ["pattern"] = "^\\s*(\\S+\\s+){5}\\S+\\s*$" },
            _ => new JsonObject { ["type"] = "string" },
        };
        foreach (var (keyword, value) in new (string, JsonNode?)[] { ("minLength", setting.Shortest), ("maxLength", setting.Longest), ("pattern", setting.Pattern) })
        {
            if (value is not null)
            {
                one[keyword] = value;
            }
        }

        if (setting is { Default: { } fallback, IsList: false })
        {
            one["default"] = setting.Type switch
            {
                SettingType.Number => long.Parse(fallback, CultureInfo.InvariantCulture),
                SettingType.Flag => bool.Parse(fallback),
                _ => fallback,
            };
        }

        return one;
    }

    private static string Description(DescribedSetting described)
    {
        var meaning = Link().Replace(described.Meaning, "$1").Replace("`", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal);
        var without = described is Setting { Default: { } value } ? value : described.Otherwise;
        return string.Join(' ', new[]
        {
            meaning,
            described is Setting setting ? $"Expected: {setting.Expected}." : null,
            described is Setting { Unit: { } unit } ? $"Unit: {unit}." : null,
            without is null ? null : $"Without it: {without.Replace("`", "", StringComparison.Ordinal)}.",
            described is Setting { IsSecret: true } ? "A secret: better in an environment variable or a key vault than in a file." : null,
        }.OfType<string>());
    }

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}
