using System.Diagnostics;
using System.Text.Json.Nodes;
using CreditMonitor.Application.Tests.Http.Pages;

[assembly: AssemblyFixture(typeof(ABrowser))]

namespace CreditMonitor.Application.Tests.Http.Pages;

/// <summary>Chromium without a window, started when the first test asks for it; every tab has cookies of its own.</summary>
public sealed class ABrowser : IAsyncDisposable
{
    private static readonly string[] Executables =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private readonly string _profile = Directory.CreateTempSubdirectory("credit-monitor-browser-").FullName;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private Process? _process;
    private DevTools? _tools;

    /// <param name="width">Of the window, in pixels; its height is 900.</param>
    /// <param name="scripts">False: as a reader who has switched them off.</param>
    internal async Task<ATab> OpenAsync(Uri site, int width = 1200, bool dark = false, bool scripts = true)
    {
        var executable = Array.Find(Executables, File.Exists);
        Assert.SkipWhen(executable is null, "Neither Chromium nor Chrome is installed; on Debian: apt-get install chromium.");
        var tools = await ToolsAsync(executable!);
        var context = (await tools.SendAsync("Target.createBrowserContext")).GetProperty("browserContextId").GetString();
        var target = (await tools.SendAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank", ["browserContextId"] = context })).GetProperty("targetId").GetString();
        var session = (await tools.SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target, ["flatten"] = true })).GetProperty("sessionId").GetString()!;
        var tab = new ATab(tools, session, site);
        await tab.SetUpAsync(width, dark, scripts);
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_tools is not null)
        {
            await _tools.DisposeAsync();
        }

        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _starting.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task<DevTools> ToolsAsync(string executable)
    {
        await _starting.WaitAsync();
        try
        {
            return _tools ??= await DevTools.ConnectAsync(await StartAsync(executable));
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>The browser writes into its profile where it listens.</summary>
    private async Task<Uri> StartAsync(string executable)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "--headless=new", "--remote-debugging-port=0", $"--user-data-dir={_profile}", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking", "about:blank" })
        {
            start.ArgumentList.Add(argument);
        }

        if (Environment.UserName == "root")
        {
            start.ArgumentList.Add("--no-sandbox");    // Chromium's sandbox refuses root; the pages are our own
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var said = Path.Combine(_profile, "DevToolsActivePort");
        for (var tries = 0; tries < 600; tries++)
        {
            if (File.Exists(said) && await File.ReadAllLinesAsync(said) is [var port, var path, ..])
            {
                return new Uri($"ws://127.0.0.1:{port}{path}");
            }

            Assert.False(_process.HasExited, $"{executable} ended at once.");
            await Task.Delay(100);
        }

        throw new TimeoutException($"{executable} did not listen within a minute.");
    }
}
