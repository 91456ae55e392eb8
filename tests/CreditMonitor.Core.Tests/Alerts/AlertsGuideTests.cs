using System.Text.RegularExpressions;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary><c>docs/alerts.md</c> says of every kind what it means, what it looks at, why it fired, what to do and how to have it otherwise.</summary>
public partial class AlertsGuideTests
{
    private static readonly string[] Parts = ["Means", "Looks at", "Fires", "Do", "Tune or silence"];
    private static readonly string Guide = File.ReadAllText(PathTo("docs/alerts.md"));

    [Fact]
    public void Every_kind_has_a_section_and_every_section_is_of_a_kind() =>
        Assert.Equal(Enum.GetValues<AlertKind>().Select(SnakeCase.Of).Order(StringComparer.Ordinal), Sections().Select(section => section.Kind).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_thing_that_a_rule_of_its_own_watches_has_a_section_too() => Assert.All(
        AlertRules.All.Where(rule => !rule.Abouts.IsEmpty).Select(rule => $"`{SnakeCase.Of(rule.Kind)}` about {string.Join(", ", rule.Abouts.Select(about => $"`{about}`"))}"), title => Assert.Contains(title, Sections().Select(section => section.Title)));

    [Fact]
    public void Every_section_has_its_five_parts_in_order() => Assert.All(Sections(), section =>
    {
        var parts = PartOf().Matches(section.Text).ToList();
        Assert.Equal(Parts, parts.Select(part => part.Groups["name"].Value));
        Assert.All(parts, part => Assert.EndsWith(".", part.Groups["text"].Value, StringComparison.Ordinal));
    });

    [Fact]
    public void Every_section_names_the_setting_that_switches_its_kind_off() => Assert.All(
        Sections().Where(section => section.Kind != "monitor_blind"),
        section => Assert.Contains($"`Alerts:{Enum.GetValues<AlertKind>().Single(kind => SnakeCase.Of(kind) == section.Kind)}:Enabled=false`", section.Text, StringComparison.Ordinal));

    [Fact]
    public void The_table_leads_to_every_section_in_its_order() =>
        Assert.Equal(Sections().Select(section => (section.Title, AnchorOf(section.Title))), Row().Matches(Guide).Select(row => (row.Groups["title"].Value, row.Groups["anchor"].Value)));

    private static IEnumerable<(string Title, string Kind, string Text)> Sections() =>
        Section().Matches(Guide).Select(section => (section.Groups["title"].Value, section.Groups["kind"].Value, section.Groups["text"].Value));

    private static string AnchorOf(string title) => title.Replace("`", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).Replace(' ', '-');

    private static string PathTo(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, file)))
            {
                return Path.Combine(folder.FullName, file);
            }
        }

        throw new InvalidOperationException($"{file} is not above the tests.");
    }

    [GeneratedRegex(@"^### (?<title>`(?<kind>\w+)`[^\n]*)\n(?<text>.*?)(?=^#|\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^- \*\*(?<name>[\w ]+)\*\* (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex PartOf();

    [GeneratedRegex(@"^\| \[(?<title>`[^\]]*)\]\(#(?<anchor>[\w-]+)\) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
