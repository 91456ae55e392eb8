using System.Diagnostics;

namespace CreditMonitor.Testing;

/// <summary>The real executable, in a folder of its own.</summary>
internal sealed class AProgram : IDisposable
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);

    public string Folder { get; } = Directory.CreateTempSubdirectory("credit-monitor-verb-").FullName;

    /// <summary>What is started; unless said, the published executable where there is one (it starts in half the time), else what stands beside the tests.</summary>
    public string? Assembly { get; init; }

    public AProgram Set(string key, string value)
    {
        _settings["CreditMonitor__" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return this;
    }

    /// <summary>A variable of the process that is no setting of the program.</summary>
    public AProgram Variable(string name, string value)
    {
        _settings[name] = value;
        return this;
    }

    /// <summary>One organization with $500 of credit, which lapses in five days.</summary>
    public AProgram Watching(string baseUrl, RealDay day) => Set("Organizations:0:Id", "acme").Set("Organizations:0:AdminKey", "sk-admin-verb-test-key").Set("Organizations:0:BaseUrl", baseUrl)
        .Set("Organizations:0:Subscribers:0", "team@example.com").Set("Organizations:0:Grants:0:Id", "g1").Set("Organizations:0:Grants:0:Amount", "500")
        .Set("Organizations:0:Grants:0:EffectiveAt", day.StartOf(-60)).Set("Organizations:0:Grants:0:ExpiresAt", day.StartOf(5));

    public Process Start(params string[] arguments)
    {
        var published = Assembly is null ? PublishedPackage.Executable : null;
        var start = new ProcessStartInfo(published ?? "dotnet") { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (published is null)
        {
            start.ArgumentList.Add(Assembly ?? typeof(CreditMonitor.Cli.Commands.CommandLine).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (key, value) in _settings)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    public async Task<Ending> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await process.WaitForExitAsync(patience.Token);
        return new Ending(process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

/// <param name="Error">stderr, logs included.</param>
internal sealed record Ending(int Code, string Output, string Error)
{
    /// <summary>What is said to a person, without the logs.</summary>
    public IReadOnlyList<string> Sentences => [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("creditmonitor: ", StringComparison.Ordinal))];
}
