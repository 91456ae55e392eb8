using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Leaves each mail as an <c>.eml</c> file in a folder. The file is named after the mail, so that a repeat replaces it.</summary>
/// <param name="folder">Relative to the working directory, or absolute.</param>
internal sealed class PickupSender(string folder) : IAlertSender
{
    private readonly string _folder = Path.GetFullPath(folder);

    public Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken)
    {
        try
        {
            Write(mail);
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted(null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SmtpException)
        {
            var cause = e.InnerException?.Message ?? e.Message;
            return Task.FromResult<SendOutcome>(new SendOutcome.Later($"The mail folder {_folder} cannot be written: {cause} Make room or fix its rights, or set CreditMonitor:Mail:Pickup elsewhere.", null));
        }
    }

    /// <summary>Written aside and moved into place: whoever watches the folder sees whole files only.</summary>
    private void Write(AlertMail mail)
    {
        var aside = PickupFolder.MakeAside(_folder, mail.MailId);
        try
        {
            using (var message = MessageOf(mail))
            using (var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = aside })
            {
                client.Send(message);
            }

            var written = Directory.EnumerateFiles(aside, "*.eml").Single();
            OwnFiles.SetMode(written, PickupFolder.ModeOfMails(_folder));
            File.Move(written, Path.Combine(_folder, mail.MailId + ".eml"), overwrite: true);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    private static MailMessage MessageOf(AlertMail mail)
    {
        var message = new MailMessage(new MailAddress(mail.From), new MailAddress(mail.To))
        {
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.AlternateViews.Add(View(mail.Text, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(View(mail.Html, MediaTypeNames.Text.Html));
        if (mail.Attachment is { } attachment)
        {
            var part = System.Net.Mail.Attachment.CreateAttachmentFromString(attachment.Content, attachment.FileName, Encoding.UTF8, attachment.MediaType);
            part.TransferEncoding = TransferEncoding.Base64;
            message.Attachments.Add(part);
        }

        foreach (var (name, value) in MailHeaders.Of(mail))
        {
            message.Headers.Add(name, value);
        }

        return message;
    }

    private static AlternateView View(string content, string mediaType)
    {
        // Eight-bit keeps lines as they are, so that a person can read the file; the framework's quoted-printable encodes even line ends.
        var view = AlternateView.CreateAlternateViewFromString(content.ReplaceLineEndings("\r\n"), Encoding.UTF8, mediaType);
        view.TransferEncoding = TransferEncoding.EightBit;
        return view;
    }
}
