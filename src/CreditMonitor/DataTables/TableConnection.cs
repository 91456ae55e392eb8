using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Response = Azure.Response;

namespace CreditMonitor.DataTables;

/// <summary>One account's endpoint and the pipeline that leads to it.</summary>
/// <remarks>Retries, time-outs, request ids and redacted logs are Azure.Core's. It follows no redirect, so that a signature or token goes to no other host.</remarks>
internal sealed class TableConnection
{
    /// <summary>One audience in every cloud.</summary>
    private const string Scope = "https://storage.azure.com/.default";

    private readonly HttpPipeline pipeline;
    private readonly string endpoint;
    private readonly string version;
    private readonly string? sas;

    private TableConnection(Uri endpoint, HttpPipelinePolicy? authentication, string? sas, TableClientOptions options)
    {
        this.endpoint = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        this.sas = sas;
        version = options.Version;
        var built = new HttpPipelineOptions(options) { RequestFailedDetailsParser = new TableErrors() };
        if (authentication is not null)
        {
            built.PerRetryPolicies.Add(authentication);
        }

        pipeline = HttpPipelineBuilder.Build(built);
    }

    public static TableConnection ByIdentity(Uri endpoint, TokenCredential credential, TableClientOptions? options) =>
        new(endpoint, new BearerTokenAuthenticationPolicy(credential, Scope), null, options ?? new TableClientOptions());

    public static TableConnection ByKey(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options) =>
        new(endpoint, new SharedKeyLitePolicy(credential), null, options ?? new TableClientOptions());

    public static TableConnection BySas(Uri endpoint, string sas, TableClientOptions? options) => new(endpoint, null, sas, options ?? new TableClientOptions());

    /// <summary>Absolute, without a signature.</summary>
    public string Address(string path) => $"{endpoint}/{path}";

    /// <summary>Of one row, its keys quoted and encoded.</summary>
    public string Address(string table, ITableEntity entity) => Address($"{table}(PartitionKey='{Quoted(entity.PartitionKey)}',RowKey='{Quoted(entity.RowKey)}')");

    public HttpMessage CreateMessage(RequestMethod method, string path, string accept, string query = "")
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        var all = string.Join('&', new[] { query, sas }.Where(part => !string.IsNullOrEmpty(part)));
        message.Request.Uri.Reset(new Uri(all.Length == 0 ? Address(path) : $"{Address(path)}?{all}"));
        message.Request.Headers.SetValue("x-ms-version", version);
        message.Request.Headers.SetValue("DataServiceVersion", "3.0");
        message.Request.Headers.SetValue("Accept", accept);
        return message;
    }

    /// <exception cref="RequestFailedException">The answer has another status.</exception>
    public async Task<Response> SendAsync(HttpMessage message, int expected, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken);
        return message.Response.Status == expected ? message.Response : throw new RequestFailedException(message.Response);
    }

    private static string Quoted(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
