using CreditMonitor.Application.Tests.Delivery.Mail;
using CreditMonitor.Delivery.SendGrid;
using SendGrid.Helpers.Mail;

namespace CreditMonitor.Application.Tests.Delivery.SendGrid;

/// <summary>What SendGrid refuses and its description (so Prism) does not.</summary>
public sealed class SendGridRulesTests
{
    public static TheoryData<string, string> Faults => new()
    {
        { "no subject", "no subject" },
        { "line break in the subject", "line break" },
        { "long subject", "1000 characters" },
        { "HTML before text", "order" },
        { "empty part", "empty part" },
        { "1001 recipients", "1001 recipients" },
        { "nobody in one envelope", "every envelope" },
        { "recipient twice", "twice" },
        { "long address", "320" },
        { "reserved header", "SendGrid's own" },
        { "header with a line break", "line break" },
        { "header twice", "twice" },
        { "large arguments", "10000" },
        { "empty argument", "empty" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Is_refused_before_it_is_posted(string fault, string reason)
    {
        var message = SendGridMail.Of(await AMail.OfAsync(AMail.Event()));
        Assert.Null(SendGridRules.FaultOf(message));

        Break(message, fault);

        Assert.Contains(reason, SendGridRules.FaultOf(message), StringComparison.Ordinal);
        Assert.DoesNotContain("@", SendGridRules.FaultOf(message), StringComparison.Ordinal);
    }

    private static void Break(SendGridMessage message, string fault)
    {
        var envelope = message.Personalizations![0];
        Action change = fault switch
        {
            "no subject" => () => message.Subject = " ",
            "line break in the subject" => () => message.Subject = "a\r\nBcc: all@example.com",
            "long subject" => () => message.Subject = new string('a', 1_000),
            "HTML before text" => () => message.Contents!.Reverse(),
            "empty part" => () => message.Contents![1].Value = "",
            "1001 recipients" => () => envelope.Tos = [.. Enumerable.Range(0, 1_001).Select(n => new EmailAddress($"a{n}@example.com"))],
            "nobody in one envelope" => () => message.Personalizations.Add(new Personalization { Tos = [] }),
            "recipient twice" => () => envelope.Tos!.Add(new EmailAddress("TEAM@example.com")),
            "long address" => () => envelope.Tos = [new EmailAddress(new string('a', 320) + "@example.com")],
            "reserved header" => () => envelope.Headers!["reply-to"] = "x",
            "header with a line break" => () => envelope.Headers!["X-Team"] = "a\r\nBcc: all@example.com",
            "header twice" => () => envelope.Headers!["message-id"] = "<x@y>",
            "large arguments" => () => envelope.CustomArgs!["more"] = new string('é', 5_000),
            "empty argument" => () => envelope.CustomArgs!["more"] = "",
            _ => throw new ArgumentOutOfRangeException(nameof(fault)),
        };
        change();
    }
}
