using System.Collections.Immutable;

namespace CreditMonitor.Delivery;

/// <summary>A mail ready to be sent to one recipient.</summary>
/// <param name="MailId">Becomes the <c>Message-ID</c>; the same mail sent twice has the same one.</param>
/// <param name="Thread">Mails about the same alert share it (<c>References</c>); null where a mail stands alone.</param>
/// <param name="Headers">Further headers; values are ASCII without line breaks.</param>
public sealed record AlertMail(
    string MailId,
    string From,
    string To,
    string Subject,
    string Text,
    string Html,
    string? Thread,
    ImmutableArray<KeyValuePair<string, string>> Headers)
{
    /// <summary>Null for none.</summary>
    public MailAttachment? Attachment { get; init; }

    /// <summary>Without the address, which does not belong into logs.</summary>
    public override string ToString() => $"mail {MailId}";
}

/// <param name="Content">Text, sent as UTF-8.</param>
public sealed record MailAttachment(string FileName, string MediaType, string Content);

/// <summary>What came of handing a mail over.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>Taken over by the channel, which is not yet delivery.</summary>
    public sealed record Accepted(string? ChannelId) : SendOutcome;

    /// <summary>Will never be taken as it is: parked with its reason until somebody acts.</summary>
    public sealed record Refused(string Detail) : SendOutcome;

    /// <summary>The address is gone for good, as its own server says: its subscription ends.</summary>
    /// <param name="Why">A clause, without the address.</param>
    public sealed record Gone(string Why) : SendOutcome;

    /// <summary>Not taken now, worth another attempt.</summary>
    /// <param name="RetryAfter">The channel asked for so much patience, whatever the mail; null: the usual.</param>
    public sealed record Later(string Detail, TimeSpan? RetryAfter) : SendOutcome;

    /// <summary>The channel takes no mail at all until somebody mends it, such as a key that is refused or a quota that is used up.</summary>
    public sealed record Down(string Detail, TimeSpan RetryAfter) : SendOutcome;

    /// <summary>It may or may not have been taken: the connection broke after the mail was handed over.</summary>
    public sealed record Unknown(string Detail) : SendOutcome;
}

/// <summary>A channel that takes mails.</summary>
public interface IAlertSender
{
    Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken);
}
