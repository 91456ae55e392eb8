using System.Text.RegularExpressions;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>A mail's text without what a forwarder wrote above it.</summary>
/// <param name="Subject">Of the mail that was forwarded, where its header says it.</param>
/// <param name="Date">As that header has it; null: it was not forwarded, or has none.</param>
internal sealed partial record ForwardedText(string Text, string Subject, string? Date, bool IsForwarded)
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    private const int DeepestForward = 5;

    /// <summary>The innermost mail that still names OpenAI and an amount.</summary>
    public static ForwardedText Of(string text, string subject)
    {
        var innermost = new ForwardedText(text, subject, null, false);
        for (var depth = 0; depth < DeepestForward && Header().Match(innermost.Text) is { Success: true } header; depth++)
        {
            var rest = innermost.Text[(header.Index + header.Length)..];
            var inner = Subjects().Match(header.Value) is { Success: true } named ? named.Groups["value"].Value.Trim() : innermost.Subject;
            if (LocalAmount.In($"{inner}\n{rest}") is null)
            {
                break;
            }

            innermost = new ForwardedText(rest, inner, Dates().Match(header.Value) is { Success: true } date ? date.Groups["value"].Value.Trim() : innermost.Date, true);
        }

        return innermost;
    }

    private const string From = "from|von|de|da|van|od|fra|från|lähettäjä|feladó|kimden|de la|差出人|送信元|发件人|寄件者|보낸 ?사람|от";
    private const string Sent = "date|sent|gesendet|datum|envoyé(?: le)?|fecha|enviado(?: el)?|data|enviada em|inviato|verzonden|skickat|sendt|wysłano|odesláno|küldve|tarih|gönderme tarihi|lähetetty|日付|日時|送信日時|发送时间|發送時間|日期|보낸 ?날짜|날짜|дата|отправлено";
    private const string To = "to|an|à|a|para|aan|till|til|do|komu|címzett|kime|vastaanottaja|宛先|收件人|收件者|받는 ?사람|кому|cc|reply-to|antwort an";
    private const string About = "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|tárgy|konu|aihe|件名|主题|主旨|제목|тема";

    /// <summary>Sender, then date, recipients and subject in any order, a line each.</summary>
    [GeneratedRegex($@"(?:^|\n)\*?(?:{From})\s*[:：]\*?[^\n]*(?:\n\*?(?:{Sent}|{To}|{About})\s*[:：]\*?[^\n]*){{1,6}}(?=\n|$)", Plain, 2000)]
    private static partial Regex Header();

    [GeneratedRegex($@"\n\*?(?:{About})\s*[:：]\*?(?<value>[^\n]*)", Plain, 2000)]
    private static partial Regex Subjects();

    [GeneratedRegex($@"\n\*?(?:{Sent})\s*[:：]\*?(?<value>[^\n]*)", Plain, 2000)]
    private static partial Regex Dates();
}
