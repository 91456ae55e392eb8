using System.Collections.Immutable;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Organizations:N:Inbound</c>: receipts that come by mail.</summary>
internal static class InboundSection
{
    /// <summary>Too long to be guessed.</summary>
    private const int ShortestSecret = 24;

    /// <summary>Whose receipts they are (<c>facts/openai-billing.md</c> e); those who forward them are added.</summary>
    private static readonly ImmutableArray<string> Known = ["openai.com", "stripe.com"];

    public static InboundSettings? Read(SettingsReader reader)
    {
        if (!reader.Exists)
        {
            return null;
        }

        var secret = reader.Required("Secret", $"{ShortestSecret} random letters and digits or more, the last part of the address that SendGrid calls");
        if (secret.Length > 0 && (secret.Length < ShortestSecret || !secret.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
        {
            reader.Fault("Secret", $"is shorter than {ShortestSecret} characters, or holds others than letters, digits, - and _; make it of random ones.");
        }

        var senders = reader.Texts("Senders") ?? [];
        foreach (var sender in senders.Where(sender => !sender.Contains('.', StringComparison.Ordinal) || sender.Any(char.IsWhiteSpace)))
        {
            reader.Fault("Senders", $"has '{SettingsReader.Shown(sender)}'; expected addresses or domains, such as finance@example.com or example.com.");
        }

        reader.RefuseUnknown();
        return new InboundSettings(secret, [.. Known, .. senders]);
    }
}
