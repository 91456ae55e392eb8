using System.Text.RegularExpressions;
using CreditMonitor.Cli.Commands;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>A message that names a command must name one that there is: whoever reads it will type it.</summary>
public sealed partial class CommandsInMessages
{
    [Fact]
    public void Every_command_that_a_message_or_a_page_of_the_docs_names_is_one()
    {
        var named = Files().SelectMany(file => Named().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Match: match))).ToList();

        Assert.True(named.Count > 50);
        Assert.Empty(named.Where(one => !IsOne(one.Match)).Select(one => $"{one.File}: {one.Match.Value}").Distinct());
    }

    [Theory]
    [InlineData("creditmonitor receipt add", false)]
    [InlineData("creditmonitor recipt", false)]
    [InlineData("creditmonitor receipt confirm", true)]
    [InlineData("creditmonitor explain silence", true)]
    public void A_command_that_nobody_made_is_found(string text, bool isOne) => Assert.Equal(isOne, IsOne(Named().Match(text)));

    /// <summary>Words behind a command that has no commands of its own are its arguments, or prose.</summary>
    private static bool IsOne(Match match)
    {
        var command = CommandLine.Root().Subcommands.FirstOrDefault(one => one.Name == match.Groups["command"].Value);
        var own = match.Groups["own"].Value;
        return command is not null && (own.Length == 0 || command.Subcommands.Count == 0 || command.Subcommands.Any(one => one.Name == own || one.Aliases.Contains(own)));
    }

    private static IEnumerable<string> Files()
    {
        string[] folders = ["src", "docs"];
        return folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(PublishedPackage.Repository, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".md");
    }

    [GeneratedRegex(@"(?<![\w./-])creditmonitor (?<command>[a-z]+)(?: (?<own>[a-z]+))?")]
    private static partial Regex Named();
}
