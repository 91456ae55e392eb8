using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CreditMonitor.Application.Tests.Delivery.SendGrid;

[assembly: AssemblyFixture(typeof(PrismServer))]

namespace CreditMonitor.Application.Tests.Delivery.SendGrid;

/// <summary>Prism over SendGrid's published description: answers as it says, and says what is wrong with a request in <c>sl-violations</c>.</summary>
public sealed class PrismServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private Process? _process;
    private Uri? _address;

    /// <summary>Looks for the description beside the repository; a test is skipped, visibly, where it is absent.</summary>
    public static string Description()
    {
        var file = Above("shared/samples/sendgrid/tsg_mail_v3.json").FirstOrDefault(File.Exists);
        Assert.SkipWhen(file is null, "shared/samples/sendgrid/tsg_mail_v3.json is not beside the repository.");
        return file!;
    }

    /// <summary>Started when the first test asks for it.</summary>
    public async Task<Uri> AddressAsync()
    {
        var description = Description();
        await _starting.WaitAsync();
        try
        {
            return _address ??= await StartAsync(description);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private static IEnumerable<string> Above(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, path);
        }
    }

    private async Task<Uri> StartAsync(string description)
    {
        var prism = Above("tests/node_modules/.bin/prism").FirstOrDefault(File.Exists);
        Assert.True(prism is not null, "Prism is not installed in tests/node_modules; run ./build, which installs what the tests need.");
        var port = FreePort();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { prism!, "mock", "-h", "127.0.0.1", "-p", $"{port}", description })
        {
            start.ArgumentList.Add(argument);
        }

        var said = new StringBuilder();
        var listening = new TaskCompletionSource();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"Prism ended: {Said()}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await listening.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return new Uri($"http://127.0.0.1:{port}");

        // It may still be read from while it ends.
        string Said()
        {
            lock (said)
            {
                return said.ToString();
            }
        }

        void Hear(string? line)
        {
            lock (said)
            {
                said.AppendLine(line);
            }

            if (line?.Contains("is listening", StringComparison.Ordinal) == true)
            {
                listening.TrySetResult();
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
