using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery.Webhooks;

/// <summary>Posts to webhooks, signed as Standard Webhooks say, and to Slack and Teams. Nothing of an address reaches a log: it may be a secret.</summary>
internal sealed class ChannelSender(HttpClient client, TokenSigner signer, MailLinks links, bool allowPrivate, TimeProvider clock) : IChannelSender
{
    private static readonly TimeSpan LongestPatience = TimeSpan.FromHours(6);

    public async Task<SendOutcome> SendAsync(OrganizationSettings organization, ImmutableArray<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var first = messages[0];
        if (!Uri.TryCreate(first.Recipient, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !(allowPrivate && address.IsLoopback)))
        {
            return new SendOutcome.Refused("The webhook's address is not https.");
        }

        using var request = Request(address, first, ChannelPost.Of(organization.Id, organization.Name, messages, links.Page(organization.Id)));
        using var patience = new CancellationTokenSource(ChannelHttp.Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return OutcomeOf(address.Host, answer);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Unknown($"{address.Host} did not answer within {ChannelHttp.Patience.TotalSeconds:0} seconds; it may have the message.");
        }
        catch (HttpRequestException e)
        {
            return new SendOutcome.Later($"{address.Host} could not be reached: {e.InnerException?.Message ?? e.Message}", null);
        }
    }

    /// <summary>The signature of a body, as a receiver verifies it: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
    public static string Signature(byte[] secret, string id, string timestamp, byte[] body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));

    private HttpRequestMessage Request(Uri address, OutboxMessage message, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("credit-monitor", "1"));
        if (message.Channel == SubscriptionChannel.Webhook)
        {
            var (id, timestamp) = ($"msg_{message.MailId}", clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", timestamp);
            request.Headers.Add("webhook-signature", string.Join(' ', signer.WebhookSecrets(message.SubscriptionId).Select(secret => Signature(secret, id, timestamp, body))));
        }

        return request;
    }

    private static SendOutcome OutcomeOf(string host, HttpResponseMessage answer) => (int)answer.StatusCode switch
    {
        >= 200 and < 300 => new SendOutcome.Accepted(null),
        410 => new SendOutcome.Gone("its server says that the webhook is gone for good (410)"),
        408 or 429 or >= 500 => new SendOutcome.Later($"{host} answered {(int)answer.StatusCode}.", answer.Headers.RetryAfter?.Delta is { } wait ? (wait < LongestPatience ? wait : LongestPatience) : null),
        _ => new SendOutcome.Refused($"{host} refused the message with {(int)answer.StatusCode}; see that the webhook's address is still the right one."),
    };
}
