namespace CreditMonitor.SendGridApi;

/// <summary>Shape of <c>SendGrid.ISendGridClient</c> 9.29.3, in the members that are used here.</summary>
public interface ISendGridClient
{
    Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default);
}
