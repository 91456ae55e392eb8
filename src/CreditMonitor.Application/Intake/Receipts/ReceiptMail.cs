using System.Text;
using CreditMonitor.Core.Records;
using MimeKit;
using MimeKit.Text;

namespace CreditMonitor.Intake.Receipts;

/// <summary>A receipt as a mail or as its text. Attachments are left alone, but for a mail that was forwarded as one.</summary>
internal static class ReceiptMail
{
    /// <summary>A receipt with its pictures.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int DeepestForward = 3;

    private static readonly string[] FirstHeaders = ["From:", "To:", "Subject:", "Received:", "Return-Path:", "Delivered-To:", "Date:", "MIME-Version:", "Message-ID:", "DKIM-Signature:", "X-"];

    /// <summary>The file is a mail, or the text of a receipt: no statement.</summary>
    public static bool Looks(byte[] content)
    {
        var head = Encoding.UTF8.GetString(content, 0, Math.Min(content.Length, ReceiptText.MaxLength)).TrimStart('\uFEFF');
        return IsMail(head) || ReceiptText.Looks(head);
    }

    public static ReceiptRead Read(byte[] content, DateTimeOffset toldAt, string toldBy, bool claimed)
    {
        if (content.Length > MaxBytes)
        {
            return new ReceiptRead(null, $"it is larger than {MaxBytes / 1024} KiB, which no receipt is");
        }

        var text = Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        if (!IsMail(text))
        {
            return ReceiptText.Read(text, "", toldAt, toldAt, toldBy, claimed);
        }

        if (!HeaderBlocks.AreBounded(content))
        {
            return new ReceiptRead(null, $"it has a header of more than {HeaderBlocks.MostBytes / 1024} KiB, which no receipt has");
        }

        try
        {
            using var stream = new MemoryStream(content);
            return Read(MimeMessage.Load(stream), toldAt, toldBy, claimed, DeepestForward);
        }
        catch (FormatException)
        {
            return new ReceiptRead(null, "it is a mail that cannot be read; export it again as .eml");
        }
    }

    /// <summary>By its text part or its HTML, whichever says more; if neither is a receipt, the mails that are attached.</summary>
    public static ReceiptRead Read(MimeMessage message, DateTimeOffset toldAt, string toldBy, bool claimed, int depth = DeepestForward)
    {
        var sentAt = message.Date > DateTimeOffset.UnixEpoch && message.Date <= toldAt ? message.Date : toldAt;
        var read = Read(message.TextBody, message.HtmlBody, message.Subject ?? "", sentAt, toldAt, toldBy, claimed);
        return read.Receipt is not null || depth == 0 ? read
            : message.BodyParts.Concat(message.Attachments).OfType<MessagePart>().Where(part => part.Message is not null).Select(part => Read(part.Message!, toldAt, toldBy, claimed, depth - 1)).FirstOrDefault(inner => inner.Receipt is not null) ?? read;
    }

    /// <summary>Both parts of a mail, either of which may be missing. Flattened text loses what the HTML beside it has, and the other way round; of two that say as much
    /// the text counts.</summary>
    public static ReceiptRead Read(string? text, string? html, string subject, DateTimeOffset sentAt, DateTimeOffset toldAt, string toldBy, bool claimed)
    {
        string[] parts = html is { Length: > 0 } ? [text ?? "", PlainOf(html)] : [text ?? ""];
        return parts.Select(part => ReceiptText.Read(part, subject, sentAt, toldAt, toldBy, claimed)).MaxBy(read => read.Fullness)!;
    }

    /// <summary>HTML as the lines that a reader would see; scripts and styles are none.</summary>
    public static string PlainOf(string html)
    {
        var text = new StringBuilder();
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        var hidden = 0;
        while (tokens.ReadNextToken(out var token) && text.Length <= ReceiptText.MaxLength)
        {
            if (token is HtmlTagToken tag)
            {
                hidden = tag.Id is HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Head or HtmlTagId.Title && !tag.IsEmptyElement ? Math.Max(0, hidden + (tag.IsEndTag ? -1 : 1)) : hidden;
                text.Append(tag.Id is HtmlTagId.TR or HtmlTagId.TD or HtmlTagId.P or HtmlTagId.Div or HtmlTagId.Br or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.LI ? '\n' : ' ');
            }
            else if (token is HtmlDataToken data && hidden == 0 && token.Kind == HtmlTokenKind.Data)
            {
                text.Append(data.Data);
            }
        }

        return text.ToString();
    }

    private static bool IsMail(string text) => Array.Exists(FirstHeaders, header => text.StartsWith(header, StringComparison.OrdinalIgnoreCase));
}
