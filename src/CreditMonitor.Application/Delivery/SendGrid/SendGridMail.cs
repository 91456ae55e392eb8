using System.Net.Mime;
using System.Text;
using CreditMonitor.Delivery.Mail;
using SendGrid.Helpers.Mail;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>An alert mail as SendGrid takes it: one request for each recipient, text before HTML, nothing tracked.</summary>
internal static class SendGridMail
{
    public const string MailIdArgument = "mail_id";

    public static SendGridMessage Of(AlertMail mail) =>
        Of(mail, [new(MediaTypeNames.Text.Plain, mail.Text), new(MediaTypeNames.Text.Html, mail.Html)], mail.Attachment);

    /// <summary>The smaller version: the text part says everything by itself.</summary>
    public static SendGridMessage TextOnly(AlertMail mail) => Of(mail, [new(MediaTypeNames.Text.Plain, mail.Text)], null);

    /// <summary>A mail that is checked and not sent; it would go from the sender to the sender.</summary>
    public static SendGridMessage Sandbox(string from)
    {
        var message = Of(new AlertMail("sandbox", from, Address(from).Email, "Credit Monitor checks its mail channel", "Nothing to do.", "<p>Nothing to do.</p>", null, []));
        message.MailSettings = new MailSettings { SandboxMode = new SandboxMode { Enable = true } };
        return message;
    }

    private static SendGridMessage Of(AlertMail mail, List<Content> contents, MailAttachment? attachment) => new()
    {
        From = Address(mail.From),
        ReplyTo = Address(mail.From),
        Subject = mail.Subject,
        Personalizations =
        [
            new Personalization
            {
                Tos = [new EmailAddress(mail.To)],
                Headers = new Dictionary<string, string>(MailHeaders.Of(mail)),
                // Opaque: SendGrid keeps these long and cannot redact them, so neither address nor organization.
                CustomArgs = new Dictionary<string, string> { [MailIdArgument] = mail.MailId },
            },
        ],
        Contents = contents,
        Attachments = attachment is null ? null :
        [
            new Attachment { Content = Convert.ToBase64String(Encoding.UTF8.GetBytes(attachment.Content)), Type = attachment.MediaType, Filename = attachment.FileName, Disposition = "attachment" },
        ],
        // Click tracking rewrites links, also in the text; subscription tracking would keep a second list of who wants no mail.
        TrackingSettings = new TrackingSettings
        {
            ClickTracking = new ClickTracking { Enable = false, EnableText = false },
            OpenTracking = new OpenTracking { Enable = false },
            SubscriptionTracking = new SubscriptionTracking { Enable = false },
        },
    };

    private static EmailAddress Address(string text)
    {
        var address = new System.Net.Mail.MailAddress(text);
        return new EmailAddress(address.Address, address.DisplayName.Length == 0 ? null : address.DisplayName);
    }
}
