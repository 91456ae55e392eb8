using System.Collections.Immutable;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Organizations:N:Inbound</c>: receipts that come by mail.</summary>
internal static class InboundSection
{
    /// <summary>Whose receipts they are; those who forward them are added.</summary>
    private static readonly ImmutableArray<string> Known = ["openai.com", "stripe.com"];

    public static InboundSettings? Read(SettingsReader reader)
    {
        if (!reader.Exists)
        {
            return null;
        }

        var secret = reader.Required("Secret");
        var shortest = reader.Setting("Secret").Shortest;
        if (secret.Length > 0 && (secret.Length < shortest || !secret.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
        {
            reader.Fault("Secret", $"is shorter than {shortest} characters, or holds others than letters, digits, - and _; make it of random ones.");
        }

        var senders = reader.Texts("Senders") ?? [];
        foreach (var sender in senders.Where(sender => !sender.Contains('.', StringComparison.Ordinal) || sender.Any(char.IsWhiteSpace)))
        {
            reader.Fault("Senders", $"has '{SettingsReader.Shown(sender)}'; expected {reader.Setting("Senders").Expected}.");
        }

        reader.RefuseUnknown();
        return new InboundSettings(secret, [.. Known, .. senders]);
    }
}
