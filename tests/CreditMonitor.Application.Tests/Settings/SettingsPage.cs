using System.Text;
using CreditMonitor.Settings;

namespace CreditMonitor.Application.Tests.Settings;

/// <summary>The tables of <c>docs/configuration.md</c>, made from the description of the settings.</summary>
internal static class SettingsPage
{
    public const string Marker = "<!-- Below here the page is made from the program's own description of its settings; a test holds it and says how to make it anew. -->\n";

    public static string Of(SettingGroup root)
    {
        var page = new StringBuilder(Marker);
        foreach (var group in root.Settings.OfType<SettingGroup>())
        {
            Append(page, "##", "", group);
        }

        page.Append("\n## Other\n");
        AppendTable(page, [.. root.Settings.OfType<Setting>()]);
        return page.ToString();
    }

    private static void Append(StringBuilder page, string heading, string parent, SettingGroup group)
    {
        var path = $"{parent}{group.Key}{(group.IsList ? parent.Contains(":N", StringComparison.Ordinal) ? ":M" : ":N" : "")}";
        page.Append($"\n{heading} `{path}`\n\n{group.Meaning}");
        if (group.Otherwise is { } otherwise)
        {
            page.Append($" Without it: {otherwise}.");
        }

        page.Append('\n');
        AppendTable(page, [.. group.Settings.OfType<Setting>()]);
        foreach (var inner in group.Settings.OfType<SettingGroup>())
        {
            Append(page, "###", $"{path}:", inner);
        }
    }

    private static void AppendTable(StringBuilder page, IReadOnlyList<Setting> settings)
    {
        page.Append("\n| setting | meaning | value | default |\n|---|---|---|---|\n");
        foreach (var setting in settings)
        {
            page.Append($"| `{setting.Key}` | {setting.Meaning} | {Value(setting)} | {Default(setting)} |\n");
        }
    }

    private static string Value(Setting setting)
    {
        List<string> parts = [Escaped(setting.Expected)];
        if (setting.Unit is { } unit && !setting.Expected.Contains(unit, StringComparison.OrdinalIgnoreCase))
        {
            parts.Add(unit);
        }

        if (setting.Type == SettingType.Amount)
        {
            parts.Add($"{setting.Least} or more");
        }

        if (setting.IsList)
        {
            parts.Add("a list");
        }

        if (setting.IsSecret)
        {
            parts.Add("**a secret**");
        }

        return string.Join("; ", parts);
    }

    private static string Default(Setting setting) =>
        setting.Default is { } value ? $"`{value}`" : setting.IsRequired ? "required" : setting.Otherwise ?? "none";

    /// <summary>Angle brackets and stars would be markup.</summary>
    private static string Escaped(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);
}
