namespace CreditMonitor.Delivery.Mail;

/// <summary>The headers of a mail that are the same whatever channel takes it.</summary>
internal static class MailHeaders
{
    /// <summary>A repeat has the same <c>Message-ID</c>, so that mailboxes can drop the second copy. The root of a thread is never sent.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(AlertMail mail)
    {
        var domain = new System.Net.Mail.MailAddress(mail.From).Host;
        yield return new("Message-ID", $"<{mail.MailId}@{domain}>");
        if (mail.Thread is { } thread)
        {
            yield return new("In-Reply-To", $"<{thread}@{domain}>");
            yield return new("References", $"<{thread}@{domain}>");
        }

        foreach (var header in mail.Headers)
        {
            yield return header;
        }
    }
}
