using SendGrid;
using SendGrid.Helpers.Mail;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>What came of one request.</summary>
internal abstract record Handover
{
    private Handover()
    {
    }

    public sealed record Answered(SendGridAnswer Answer) : Handover;

    /// <summary>No connection was made, so SendGrid has nothing.</summary>
    public sealed record NotBegun(string Detail) : Handover;

    /// <summary>The request went out and no whole answer came: SendGrid has the mail, or has it not.</summary>
    public sealed record BrokenOff(string Detail) : Handover;
}

/// <summary>One request under its own timeout. Tells apart what failed before the mail was handed over, and after.</summary>
internal sealed class SendGridExchange(ISendGridClient client, string host, TimeProvider clock)
{
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    public string Host => host;

    public async Task<Handover> PostAsync(SendGridMessage message, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return new Handover.Answered(await SendGridAnswer.ReadAsync(await client.SendEmailAsync(message, either.Token), clock.GetUtcNow(), either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return timeout.IsCancellationRequested
                ? new Handover.BrokenOff($"{host} did not answer within {RequestTimeout.TotalSeconds:0} seconds")
                : new Handover.NotBegun($"no connection to {host} could be made in time");
        }
        catch (HttpRequestException e) when (WhyNotConnected(e) is not null)
        {
            return new Handover.NotBegun(WhyNotConnected(e)!);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Handover.BrokenOff($"the connection to {host} broke before the whole answer was there");
        }
    }

    /// <returns>Null when the request may have gone out.</returns>
    private string? WhyNotConnected(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"the name {host} could not be resolved",
        HttpRequestError.ConnectionError => $"no connection to {host} could be made",
        HttpRequestError.SecureConnectionError => $"{host} could not prove who it is (TLS)",
        HttpRequestError.ProxyTunnelError => $"the proxy on the way to {host} makes no connection",
        _ => null,
    };
}
