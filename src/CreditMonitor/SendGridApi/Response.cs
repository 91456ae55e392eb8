using System.Net;
using System.Net.Http.Headers;

namespace CreditMonitor.SendGridApi;

/// <summary>Shape of <c>SendGrid.Response</c>: an answer of any status. No status is an exception.</summary>
public class Response(HttpStatusCode statusCode, HttpContent responseBody, HttpResponseHeaders responseHeaders)
{
    public HttpStatusCode StatusCode { get; set; } = statusCode;

    /// <summary>Read whole before the response is handed over.</summary>
    public HttpContent Body { get; set; } = responseBody;

    public HttpResponseHeaders Headers { get; set; } = responseHeaders;
}
