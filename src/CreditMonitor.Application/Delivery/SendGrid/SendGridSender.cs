using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using SendGrid;

namespace CreditMonitor.Delivery.SendGrid;

/// <summary>Sends through SendGrid. What each answer means is told in <c>docs/mail.md</c>.</summary>
/// <remarks>SendGrid knows no idempotency key, so nothing is repeated here but a mail that it said was too large, once, as text alone.</remarks>
internal sealed class SendGridSender(ISendGridClient client, string host, TimeProvider clock) : IAlertSender
{
    /// <summary>A key or a quota is not mended within minutes.</summary>
    private static readonly TimeSpan WhileDown = TimeSpan.FromHours(1);

    private static readonly TimeSpan UnlessToldOtherwise = TimeSpan.FromMinutes(1);

    private readonly SendGridExchange _exchange = new(client, host, clock);

    public async Task<SendOutcome> SendAsync(AlertMail mail, CancellationToken cancellationToken)
    {
        var message = SendGridMail.Of(mail);
        if (SendGridRules.FaultOf(message) is { } fault)
        {
            return new SendOutcome.Refused($"SendGrid would refuse the mail: {fault}");
        }

        var handover = await _exchange.PostAsync(message, cancellationToken);
        if (handover is Handover.Answered { Answer.Status: HttpStatusCode.RequestEntityTooLarge })
        {
            handover = await _exchange.PostAsync(SendGridMail.TextOnly(mail), cancellationToken);
        }

        return handover switch
        {
            Handover.Answered(var answer) => OutcomeOf(answer, JitterOf(mail.MailId)),
            Handover.NotBegun(var detail) => new SendOutcome.Later($"The mail was not handed over: {detail}.", null),
            Handover.BrokenOff(var detail) => new SendOutcome.Unknown($"It is not known whether SendGrid has the mail: {detail}."),
            _ => throw new InvalidOperationException($"{handover} is no outcome of a request."),
        };
    }

    /// <summary>Asks SendGrid to check a mail and not to send it.</summary>
    public async Task<SandboxVerdict> CheckAsync(string from, CancellationToken cancellationToken) =>
        await _exchange.PostAsync(SendGridMail.Sandbox(from), cancellationToken) switch
        {
            Handover.Answered({ Status: HttpStatusCode.OK }) => new(true, $"{host} would take a mail from {from}; whether mails arrive it does not say"),
            Handover.Answered({ Status: HttpStatusCode.Accepted }) => new(false, $"{host} took a mail that it was asked only to check; is CreditMonitor:Mail:SendGrid:BaseUrl SendGrid's?"),
            Handover.Answered(var answer) => new(false, WhatToDo(answer)),
            Handover.NotBegun(var detail) => new(false, $"{detail}; check the network and CreditMonitor:Mail:SendGrid:BaseUrl."),
            Handover.BrokenOff(var detail) => new(false, $"{detail}; try again, and see status.sendgrid.com."),
            _ => throw new InvalidOperationException("A request is answered, broken off or not begun."),
        };

    private SendOutcome OutcomeOf(SendGridAnswer answer, TimeSpan jitter) => (int)answer.Status switch
    {
        202 => new SendOutcome.Accepted(answer.MessageId),
        401 or 403 or < 400 => new SendOutcome.Down(WhatToDo(answer), WhileDown + jitter),
        429 => new SendOutcome.Later($"SendGrid asks for patience: {answer.Said}.", (answer.Patience ?? UnlessToldOtherwise) + jitter),
        408 or >= 500 => new SendOutcome.Later($"SendGrid has a fault of its own: {answer.Said}.", answer.Patience is { } patience ? patience + jitter : null),
        413 => new SendOutcome.Refused($"SendGrid finds the mail too large even as text alone: {answer.Said}."),
        _ => new SendOutcome.Refused($"SendGrid refuses the mail: {answer.Said}."),
    };

    private string WhatToDo(SendGridAnswer answer) => (int)answer.Status switch
    {
        401 when answer.IsQuota => $"SendGrid's quota for this account is used up: {answer.Said}; wait for the day or month to turn, or buy a larger plan.",
        401 => $"SendGrid does not accept the API key: {answer.Said}; make one with the Mail Send permission and set CreditMonitor:Mail:SendGrid:ApiKey.",
        403 => $"SendGrid forbids the key to send, or the sender is not verified: {answer.Said}; give the key the Mail Send permission and verify the domain of CreditMonitor:Mail:From.",
        < 400 => $"{host} answered {answer.Said}, which is not how SendGrid takes a mail; check CreditMonitor:Mail:SendGrid:BaseUrl.",
        429 => $"SendGrid asks for patience: {answer.Said}; try again later.",
        >= 500 => $"SendGrid has a fault of its own: {answer.Said}; see status.sendgrid.com.",
        _ => $"SendGrid refuses the mail: {answer.Said}; check CreditMonitor:Mail:From and CreditMonitor:Mail:SendGrid:BaseUrl.",
    };

    /// <summary>Up to half a minute, by the mail's id: mails that were put off together do not come back together.</summary>
    private static TimeSpan JitterOf(string mailId) =>
        TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(mailId))) % 30_000);
}

/// <param name="Detail">What was found, or what to do.</param>
internal sealed record SandboxVerdict(bool Ok, string Detail);
