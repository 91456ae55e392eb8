using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>Azurite's table service on a free port, its data in memory, ended with the test.</summary>
internal sealed class AnAzurite : IAsyncDisposable
{
    public const string Account = "devstoreaccount1";

    /// <summary>Published and the same everywhere: no secret.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private AnAzurite(Process process, DirectoryInfo folder, Uri endpoint)
    {
        _process = process;
        _folder = folder;
        Endpoint = endpoint;
    }

    public Uri Endpoint { get; }

    public string ConnectionString => $"AccountName={Account};AccountKey={Key};TableEndpoint={Endpoint}";

    public static async Task<AnAzurite> StartAsync(string scheme = "http", params string[] more)
    {
        var program = Path.Combine(PublishedPackage.Repository, "tests", "node_modules", "azurite", "dist", "src", "table", "main.js");
        Assert.True(File.Exists(program), "Azurite is not installed; run ./build, which installs it into tests/node_modules.");
        var folder = Directory.CreateTempSubdirectory("credit-monitor-azurite-");
        var port = FreePort();
        string[] arguments = [program, "--tableHost", "127.0.0.1", "--tablePort", $"{port}", "--inMemoryPersistence", "--silent", "--disableTelemetry", .. more];
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        var azurite = new AnAzurite(Process.Start(start)!, folder, new Uri($"{scheme}://127.0.0.1:{port}/{Account}"));
        try
        {
            await azurite.UntilItListensAsync(port);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task UntilItListensAsync(int port)
    {
        var errors = _process.StandardError.ReadToEndAsync();
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        for (var patience = Stopwatch.StartNew(); ;)
        {
            if (_process.HasExited)
            {
                Assert.Fail($"Azurite ended: {await errors}");
            }

            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "Azurite does not listen after a minute.");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
