using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using CreditMonitor.Storage.AzureTables;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>Table services made up for a test: the real client and pipeline over a handler that answers.</summary>
internal static class TestTables
{
    public static readonly Uri Endpoint = new("https://acme.table.core.windows.net");

    /// <summary>The program's own, without its waits between attempts.</summary>
    public static TableClientOptions Options(HttpMessageHandler? handler)
    {
        var options = TableRowStore.Options();
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
        if (handler is not null)
        {
            options.Transport = new HttpClientTransport(new HttpClient(handler));
        }

        return options;
    }

    public static TableServiceClient Service(HttpMessageHandler handler) => new(Endpoint, new TableSharedKeyCredential("acme", AnAzurite.Key), Options(handler));

    public static TableRowStore Rows(HttpMessageHandler handler) => new(Service(handler));

    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", string? code = null, string type = "application/json")
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, type) };
        if (code is not null)
        {
            answer.Headers.Add("x-ms-error-code", code);
        }

        return answer;
    }

    /// <summary>A transaction of so many operations succeeded: a changeset inside a batch, as the service answers.</summary>
    public static HttpResponseMessage Stored(int operations)
    {
        const string Part = "--changesetresponse_x\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\nETag: W/\"1\"\r\n\r\n\r\n";
        var parts = string.Concat(Enumerable.Repeat(Part, operations));
        var answer = Answer(
            HttpStatusCode.Accepted,
            "--batchresponse_x\r\nContent-Type: multipart/mixed; boundary=changesetresponse_x\r\n\r\n"
            + $"{parts}--changesetresponse_x--\r\n--batchresponse_x--\r\n");
        answer.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/mixed; boundary=batchresponse_x");
        return answer;
    }
}

/// <summary>Answers by a function of the request and its number, from 1.</summary>
internal sealed class AnsweringHandler(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    private int _requests;

    public int Requests => _requests;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request, Interlocked.Increment(ref _requests)));
}

/// <summary>Never answers.</summary>
internal sealed class SilentHandler(Action? onRequest = null) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        onRequest?.Invoke();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Endless.");
    }
}

/// <summary>Passes requests on and may lose an answer after the service has done what it was asked.</summary>
internal sealed class LosingHandler(Func<HttpRequestMessage, bool> loses) : DelegatingHandler(new SocketsHttpHandler())
{
    private int _requests;

    public int Requests => _requests;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        var answer = await base.SendAsync(request, cancellationToken);
        if (!loses(request))
        {
            return answer;
        }

        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        answer.Dispose();
        throw new HttpRequestException("The connection was reset.");
    }
}
