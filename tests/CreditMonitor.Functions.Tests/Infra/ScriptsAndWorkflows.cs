using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests.Infra;

/// <summary>What runs on others' machines, held to the checkers of those who made its languages.</summary>
public sealed class ScriptsAndWorkflows
{
    [Fact]
    public async Task Shellcheck_finds_nothing_in_any_script()
    {
        Tool.Require("shellcheck");
        string[] scripts = ["build", ".ci/run", "tests/infra/az", .. Directory.EnumerateFiles(Tool.Infra, "*.sh", SearchOption.AllDirectories)];

        var said = await Tool.RunAsync("shellcheck", ["-x", .. scripts]);

        Assert.True(said.Code == 0, said.Output);
    }

    [Fact]
    public async Task Githubs_own_parser_takes_every_workflow()
    {
        var said = await CheckAsync(Directory.GetFiles(Path.Combine(PublishedPackage.Repository, ".github", "workflows"), "*.yml"));

        Assert.True(said.Code == 0, said.Output + said.Error);
    }

    /// <summary>A tag can be moved to other code; a digest cannot.</summary>
    [Fact]
    public async Task Every_action_of_a_workflow_is_pinned_to_a_digest_with_its_version_beside_it()
    {
        var lines = await Task.WhenAll(Directory.GetFiles(Path.Combine(PublishedPackage.Repository, ".github", "workflows"), "*.yml").Select(file => File.ReadAllLinesAsync(file)));
        var used = lines.SelectMany(line => line).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(used);
        Assert.All(used, line => Assert.Matches(@"uses: [a-z]+/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
    }

    [Theory]
    [InlineData("    runs-on: ubuntu-latest\n    colour: red", "colour")]
    [InlineData("    needs: nobody\n    runs-on: ubuntu-latest", "no dependencies")]
    [InlineData("    runs-on: ${{ nothing.at.all }}", "nothing")]
    public async Task A_workflow_that_github_would_refuse_is_found(string job, string found)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("credit-monitor-workflow-").FullName, "wrong.yml");
        await File.WriteAllTextAsync(file, $"on: push\njobs:\n  one:\n{job}\n    steps:\n      - run: echo\n");

        var said = await CheckAsync(file);

        Assert.Equal(1, said.Code);
        Assert.Contains(found, said.Output, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    /// <summary>Advisories are asked for on GitHub alone: a build elsewhere must not fail because of what was published today.</summary>
    [Fact]
    public async Task Vulnerabilities_are_asked_for_by_the_workflow_and_by_no_other_build()
    {
        var audit = await File.ReadAllTextAsync(Path.Combine(PublishedPackage.Repository, ".github", "workflows", "audit.yml"));
        const string Property = "-getProperty:NuGetAudit,RestoreLockedMode";
        string[] asked = ["msbuild", "src/CreditMonitor.Core/CreditMonitor.Core.csproj", Property];

        var here = await Tool.RunAsync("dotnet", asked, new Dictionary<string, string> { ["CI"] = "", ["NuGetAudit"] = "" });
        var there = await Tool.RunAsync("dotnet", asked, new Dictionary<string, string> { ["CI"] = "true", ["NuGetAudit"] = "true" });

        Assert.Contains("NuGetAudit: 'true'", audit, StringComparison.Ordinal);
        Assert.Matches(@"""NuGetAudit"": ""false"",\s+""RestoreLockedMode"": """"", here.Output);
        Assert.Matches(@"""NuGetAudit"": ""true"",\s+""RestoreLockedMode"": ""true""", there.Output);
    }

    [Theory]
    [InlineData("nuget", "/")]
    [InlineData("npm", "/tests")]
    [InlineData("github-actions", "/")]
    public async Task Updates_are_proposed_for_each_kind_of_package_where_it_is_declared(string ecosystem, string directory)
    {
        var proposed = await File.ReadAllTextAsync(Path.Combine(PublishedPackage.Repository, ".github", "dependabot.yml"));

        Assert.Contains($"- package-ecosystem: {ecosystem}\n    directory: {directory}\n", proposed.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static Task<Said> CheckAsync(params string[] files)
    {
        Assert.NotEmpty(files);
        Assert.True(Directory.Exists(Path.Combine(PublishedPackage.Repository, "tests", "node_modules", "@actions", "workflow-parser")), "GitHub's parser is not installed; run ./build, which installs it into tests/node_modules.");
        return Tool.RunAsync("node", ["tests/infra/check-workflow.mjs", .. files]);
    }
}
