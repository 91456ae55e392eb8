using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using CreditMonitor.Storage;
using CreditMonitor.Storage.AzureTables;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>Every way in, against a real Azurite.</summary>
[Trait("Needs", "azurite")]
public sealed class SigningIn(AzuriteFixture azurite)
{
    [Fact]
    public async Task By_account_key_in_a_connection_string_or_as_a_credential()
    {
        var started = await azurite.StartedAsync();

        await UseAsync(new TableServiceClient(started.ConnectionString));
        await UseAsync(new TableServiceClient(started.Endpoint, new TableSharedKeyCredential(AnAzurite.Account, AnAzurite.Key), null));
    }

    [Fact]
    public async Task By_shared_access_signature_in_a_connection_string_or_in_the_address()
    {
        var started = await azurite.StartedAsync();
        var signature = Signature();

        await UseAsync(new TableServiceClient($"TableEndpoint={started.Endpoint};SharedAccessSignature={signature}"));
        await UseAsync(new TableServiceClient(new Uri($"{started.Endpoint}?{signature}"), (TableClientOptions?)null));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_with_the_services_code()
    {
        var started = await azurite.StartedAsync();
        var service = new TableServiceClient(started.Endpoint, new TableSharedKeyCredential(AnAzurite.Account, Convert.ToBase64String(new byte[64])), null);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => service.GetTableClient("t1234").CreateIfNotExistsAsync());

        Assert.Equal((403, "AuthorizationFailure"), (refused.Status, TableFailure.CodeOf(refused)));
    }

    [Fact]
    public async Task By_token_over_https_and_with_no_token_for_somebody_else()
    {
        var folder = Directory.CreateTempSubdirectory("credit-monitor-certificate-");
        using var certificate = SelfSigned(folder);
        await using var secure = await AnAzurite.StartAsync("https", "--oauth", "basic", "--cert", Path.Combine(folder.FullName, "cert.pem"), "--key", Path.Combine(folder.FullName, "key.pem"));
        using var line = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString() } };
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(line)) };
        var asked = new UnsignedToken("https://storage.azure.com");

        await UseAsync(new TableServiceClient(secure.Endpoint, asked, options));
        var other = new TableServiceClient(secure.Endpoint, new UnsignedToken("https://vault.azure.net"), options);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => other.GetTableClient("t1234").CreateIfNotExistsAsync());

        Assert.Equal(["https://storage.azure.com/.default"], asked.Scopes);
        Assert.Equal((403, "AuthenticationFailed"), (refused.Status, TableFailure.CodeOf(refused)));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_token_is_never_sent_over_plain_http()
    {
        var service = new TableServiceClient((await azurite.StartedAsync()).Endpoint, new UnsignedToken("https://storage.azure.com"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => service.GetTableClient("t1234").CreateIfNotExistsAsync());
    }

    private static async Task UseAsync(TableServiceClient service)
    {
        var rows = new TableRowStore(service, tableName: AzuriteFixture.NewTable());
        await rows.PrepareAsync(CancellationToken.None);
        await rows.SubmitAsync("O'Brien & co", [new RowChange.Insert("a + b", "x"u8.ToArray()), new RowChange.Put("c'd", "y"u8.ToArray())], CancellationToken.None);

        Assert.Equal(["a + b", "c'd"], (await rows.ReadRangeAsync("O'Brien & co", "a", "d", null, CancellationToken.None)).Select(row => row.Key));
    }

    /// <summary>An account's signature for tables: https://learn.microsoft.com/rest/api/storageservices/create-account-sas.</summary>
    private static string Signature()
    {
        const string Version = "2019-02-02", Expiry = "2099-01-01T00:00:00Z";
        var text = $"{AnAzurite.Account}\nrwdlacu\nt\nsco\n\n{Expiry}\n\nhttps,http\n{Version}\n";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(AnAzurite.Key), Encoding.UTF8.GetBytes(text)));
        return $"sv={Version}&ss=t&srt=sco&sp=rwdlacu&se={Uri.EscapeDataString(Expiry)}&spr=https,http&sig={Uri.EscapeDataString(signature)}";
    }

    private static X509Certificate2 SelfSigned(DirectoryInfo folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder.FullName, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    /// <summary>Azurite reads a token's claims and checks no signature.</summary>
    private sealed class UnsignedToken(string audience) : TokenCredential
    {
        private const string Tenant = "ab1f708d-50f6-404c-a006-d71b2ac7a606";

        public List<string> Scopes { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            var now = TimeProvider.System.GetUtcNow();
            var claims = $$"""{"aud":"{{audience}}","iss":"https://sts.windows.net/{{Tenant}}/","iat":{{now.ToUnixTimeSeconds() - 300}},"nbf":{{now.ToUnixTimeSeconds() - 300}},"exp":{{now.ToUnixTimeSeconds() + 3600}},"oid":"23657296-5cd5-45b0-a809-d972a7f4dfe1","tid":"{{Tenant}}","ver":"1.0"}""";
            return new AccessToken($"{Encoded("""{"alg":"RS256","typ":"JWT"}""")}.{Encoded(claims)}.c2ln", now.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));

        private static string Encoded(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
