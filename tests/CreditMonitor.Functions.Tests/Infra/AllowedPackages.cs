using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CreditMonitor.Testing;

namespace CreditMonitor.Functions.Tests.Infra;

/// <summary>Whose code is built in, direct or not: a list that people agreed to, with versions and licences.</summary>
public sealed partial class AllowedPackages
{
    private const string Marker = "<!-- Below here the list is made from the projects' packages.lock.json; a test holds it and says how to make it anew. -->\n";

    private static readonly string Page = Path.Combine(PublishedPackage.Repository, "docs", "packages.md");

    /// <summary>Those that ask no more than to be named. Another one needs a decision, and then a place here.</summary>
    private static readonly string[] Licences = ["Apache-2.0", "BSD-3-Clause", "MIT", "MS-PL OR Apache-2.0", "Public domain"];

    /// <summary>Of those that name their licence by a file or an address alone: read by a person.</summary>
    private static readonly Dictionary<string, string> ReadByAPerson = new()
    {
        ["CommandLineParser"] = "MIT",
        ["Microsoft.DotNet.PlatformAbstractions"] = "MIT",
        ["NCrontab.Signed"] = "Apache-2.0",
        ["SourceGear.sqlite3"] = "Public domain",
        ["starkbank-ecdsa"] = "MIT",
        ["System.Security.Cryptography.ProtectedData"] = "MIT",
    };

    [Fact]
    public async Task No_package_is_used_that_the_list_does_not_name_with_its_version_and_licence()
    {
        var kept = await File.ReadAllTextAsync(Page);
        var made = kept[..kept.IndexOf(Marker, StringComparison.Ordinal)] + Table(Locked());
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(Page, made);
        }

        var (before, now) = (Rows(await File.ReadAllTextAsync(Page)), Rows(made));
        Assert.True(
            before.SequenceEqual(now),
            $"""
            The packages that are used are not those that docs/packages.md allows.
            Used, but not allowed: {Joined(now.Except(before))}
            Allowed, but not used: {Joined(before.Except(now))}
            If that is meant, see who publishes each new one and why it is needed, then run
            UPDATE_SNAPSHOTS=1 dotnet test tests/CreditMonitor.Functions.Tests --filter FullyQualifiedName~{nameof(AllowedPackages)}
            and commit docs/packages.md with the lock files.
            """);
    }

    [Fact]
    public void Every_licence_is_one_that_was_agreed_to()
    {
        var packages = Locked();

        Assert.True(packages.Count > 50);
        Assert.All(packages, package => Assert.True(
            Licences.Contains(package.Licence),
            $"{package.Name} {package.Version} has the licence '{package.Licence}', which nobody agreed to; agreed are {string.Join(", ", Licences)}."));
    }

    [Fact]
    public void Every_project_has_a_lock_file()
    {
        Assert.All(Projects(), project => Assert.True(File.Exists(LockFile(project)), $"{LockFile(project)} is missing; 'dotnet restore' makes it."));
    }

    /// <summary>A restore that may resolve something else than what was locked would make the lock files no more than a note.</summary>
    [Fact]
    public async Task A_locked_restore_refuses_what_the_lock_file_does_not_name()
    {
        var folder = Directory.CreateTempSubdirectory("credit-monitor-locked-").FullName;
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json" })
        {
            File.Copy(Path.Combine(PublishedPackage.Repository, file), Path.Combine(folder, file));
        }

        Directory.CreateDirectory(Path.Combine(folder, "tests", "One"));
        var project = Path.Combine(folder, "tests", "One", "One.csproj");
        await File.WriteAllTextAsync(project, """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="NCrontab.Signed" /></ItemGroup></Project>""");
        var first = await RestoreAsync("false");
        await File.WriteAllTextAsync(project, """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="NCrontab.Signed" /><PackageReference Include="CsvHelper" /></ItemGroup></Project>""");
        var second = await RestoreAsync("true");

        Assert.True(first.Code == 0, first.Output);
        Assert.Contains("NU1004", second.Output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);

        Task<Said> RestoreAsync(string ci) => Tool.RunAsync("dotnet", ["restore", project], new Dictionary<string, string> { ["CI"] = ci });
    }

    private static IEnumerable<string> Projects() => new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(PublishedPackage.Repository, folder)))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"));

    private static string LockFile(string project) => Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");

    private static List<AllowedPackage> Locked() => [.. Projects().Where(project => File.Exists(LockFile(project))).SelectMany(Of)
        .GroupBy(package => (package.Name, package.Version))
        .Select(same => same.First() with { IsShipped = same.Any(package => package.IsShipped), IsDirect = same.Any(package => package.IsDirect) })
        .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase).ThenBy(package => package.Version, StringComparer.Ordinal)];

    private static IEnumerable<AllowedPackage> Of(string project)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(LockFile(project)));
        var isShipped = project.Contains($"{Path.DirectorySeparatorChar}src{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        return [.. document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
            .Where(package => package.Value.TryGetProperty("resolved", out _))
            .Select(package => (package.Name, Version: package.Value.GetProperty("resolved").GetString()!, Type: package.Value.GetProperty("type").GetString()))
            .Select(package => new AllowedPackage(package.Name, package.Version, Licence(package.Name, package.Version), isShipped, package.Type == "Direct"))];
    }

    private static string Licence(string name, string version)
    {
        if (ReadByAPerson.TryGetValue(name, out var read))
        {
            return read;
        }

        var description = Path.Combine(Tool.Packages, name.ToLowerInvariant(), version.ToLowerInvariant(), $"{name.ToLowerInvariant()}.nuspec");
        return File.Exists(description) && Expression().Match(File.ReadAllText(description)) is { Success: true } match ? match.Groups[1].Value : "unknown";
    }

    private static string Table(List<AllowedPackage> packages)
    {
        var table = new StringBuilder(Marker);
        foreach (var (title, isShipped) in new[] { ("The program", true), ("Tests and benchmarks alone", false) })
        {
            table.Append($"\n## {title}\n\n| package | version | licence | asked for |\n|---|---|---|---|\n");
            foreach (var package in packages.Where(package => package.IsShipped == isShipped))
            {
                table.Append($"| {package.Name} | {package.Version} | {package.Licence} | {(package.IsDirect ? "by a project" : "by other packages")} |\n");
            }
        }

        return table.ToString();
    }

    private static List<string> Rows(string page) => [.. page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))];

    private static string Joined(IEnumerable<string> rows) => rows.ToList() is { Count: > 0 } some ? string.Concat(some.Select(row => $"\n  {row}")) : "none";

    [GeneratedRegex("""<license type="expression"[^>]*>([^<]+)</license>""")]
    private static partial Regex Expression();

    private sealed record AllowedPackage(string Name, string Version, string Licence, bool IsShipped, bool IsDirect);
}
