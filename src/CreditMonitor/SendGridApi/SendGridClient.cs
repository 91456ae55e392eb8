using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;

namespace CreditMonitor.SendGridApi;

/// <summary>Shape of <c>SendGrid.SendGridClient</c>: posts mails to <c>/v3/mail/send</c>.</summary>
/// <remarks>No retries: over an HttpClient of the caller's the official client has none either. One that repeats after a time-out sends mails twice.</remarks>
public class SendGridClient(HttpClient httpClient, SendGridClientOptions options) : ISendGridClient
{
    public async Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{options.Host.TrimEnd('/')}/v3/mail/send");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        request.Headers.UserAgent.ParseAdd("CreditMonitor");
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(msg, SendGridJson.Default.SendGridMessage));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json);
        var response = await httpClient.SendAsync(request, cancellationToken);
        return new Response(response.StatusCode, response.Content, response.Headers);
    }
}
