using System.Net;
using System.Net.Sockets;

namespace CreditMonitor.Functions.Tests;

/// <summary>Takes connections and never says a word.</summary>
internal sealed class SilentProvider : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SilentProvider() => _listener.Start();

    public string BaseUrl => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";

    public void Dispose() => _listener.Dispose();
}
