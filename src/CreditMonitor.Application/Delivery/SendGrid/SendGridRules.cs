using System.Net.Mime;
using System.Text;
using SendGrid.Helpers.Mail;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>Rules of SendGrid that its published description does not state: a mail against them is refused here, with the reason, and not there.</summary>
/// <remarks>Source: SendGrid's error reference of mail send, https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors.</remarks>
internal static class SendGridRules
{
    private const int MostRecipients = 1_000;
    private const int AddressCharacters = 320;
    private const int ArgumentBytes = 10_000;

    /// <summary>A header line is 998 characters at most (RFC 5322, 2.1.1).</summary>
    private const int HeaderCharacters = 998;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "x-sg-id", "x-sg-eid", "Received", "DKIM-Signature", "Content-Type", "Content-Transfer-Encoding", "To", "From", "Subject", "Reply-To", "CC", "BCC",
    };

    /// <returns>The first rule that the mail breaks, as a sentence without addresses; null when it breaks none.</returns>
    public static string? FaultOf(SendGridMessage message) =>
        FaultOfSubject(message.Subject) ?? FaultOfContents(message.Contents) ?? FaultOfEnvelopes(message.Personalizations);

    private static string? FaultOfSubject(string? subject) =>
        string.IsNullOrWhiteSpace(subject) ? "The mail has no subject."
        : subject.Any(char.IsControl) ? "The subject has a line break or another control character in it."
        : subject.Length > HeaderCharacters ? $"The subject has {subject.Length} characters; {HeaderCharacters} fit on a line."
        : null;

    private static string? FaultOfContents(List<Content>? contents)
    {
        if (contents is not { Count: > 0 } || contents.Any(content => string.IsNullOrEmpty(content.Value)))
        {
            return "The mail has no content, or an empty part.";
        }

        var ranks = contents.Select(content => content.Type switch { MediaTypeNames.Text.Plain => 0, MediaTypeNames.Text.Html => 1, _ => 2 }).ToList();
        return ranks.Order().SequenceEqual(ranks) ? null : "The parts are not in the order text, HTML, others.";
    }

    private static string? FaultOfEnvelopes(List<Personalization>? envelopes)
    {
        var recipients = (envelopes ?? []).SelectMany(envelope => envelope.Tos ?? []).ToList();
        if (recipients.Count is 0 or > MostRecipients || envelopes!.Any(envelope => envelope.Tos is not { Count: > 0 }))
        {
            return $"The mail has {recipients.Count} recipients; every envelope needs one, and all together may have {MostRecipients}.";
        }

        return recipients.Any(recipient => recipient.Email.Length > AddressCharacters) ? $"An address has more than {AddressCharacters} characters."
            : recipients.DistinctBy(recipient => recipient.Email, StringComparer.OrdinalIgnoreCase).Count() < recipients.Count ? "A recipient is named twice."
            : envelopes!.Select(envelope => FaultOfHeaders(envelope.Headers ?? []) ?? FaultOfArguments(envelope.CustomArgs ?? [])).FirstOrDefault(fault => fault is not null);
    }

    private static string? FaultOfHeaders(Dictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (Reserved.Contains(name))
            {
                return $"The header {name} is SendGrid's own to set.";
            }

            if (name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('!', '~') || value.AsSpan().ContainsAnyExceptInRange(' ', '~') || name.Length + value.Length + 2 > HeaderCharacters)
            {
                return "A header is too long, or holds a line break or a character that is not ASCII.";
            }
        }

        return headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() < headers.Count ? "A header is set twice." : null;
    }

    private static string? FaultOfArguments(Dictionary<string, string> arguments) =>
        arguments.Any(argument => argument.Value.Length == 0) ? "A custom argument is empty."
        : arguments.Sum(argument => Encoding.UTF8.GetByteCount(argument.Key) + Encoding.UTF8.GetByteCount(argument.Value)) is var bytes && bytes > ArgumentBytes
            ? $"The custom arguments have {bytes} bytes; {ArgumentBytes} are taken."
        : null;
}
