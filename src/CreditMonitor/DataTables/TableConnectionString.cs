namespace CreditMonitor.DataTables;

/// <summary>What a connection string says: <c>UseDevelopmentStorage=true</c>, an account with its key, or an endpoint with a shared access signature.</summary>
/// <param name="Sas">A query without its question mark; a secret.</param>
internal sealed record TableConnectionString(Uri Endpoint, TableSharedKeyCredential? Key, string? Sas)
{
    private const string EmulatorAccount = "devstoreaccount1";

    /// <summary>Published and the same everywhere: no secret.</summary>
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <exception cref="FormatException">It is no such text; the message quotes nothing of it.</exception>
    public static TableConnectionString Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .ToLookup(part => part[0], part => part.ElementAtOrDefault(1) ?? "", StringComparer.OrdinalIgnoreCase);
        if (Of("UseDevelopmentStorage") == "true")
        {
            return new TableConnectionString(new Uri($"http://127.0.0.1:10002/{EmulatorAccount}"), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey), null);
        }

        return Of("AccountName") is { } account && Of("AccountKey") is { } key ? new TableConnectionString(Endpoint(), new TableSharedKeyCredential(account, key), null)
            : Of("SharedAccessSignature") is { } sas ? new TableConnectionString(Endpoint(), null, sas.TrimStart('?'))
            : throw new FormatException("The connection string names neither an account with its key nor a shared access signature.");

        string? Of(string name) => parts[name].FirstOrDefault(value => value.Length > 0);

        Uri Endpoint() => Uri.TryCreate(
            Of("TableEndpoint") ?? $"{Of("DefaultEndpointsProtocol") ?? "https"}://{Of("AccountName")}.table.{Of("EndpointSuffix") ?? "core.windows.net"}", UriKind.Absolute, out var uri) ? uri
            : throw new FormatException("The connection string names no table endpoint.");
    }

    public override string ToString() => Endpoint.ToString();
}
