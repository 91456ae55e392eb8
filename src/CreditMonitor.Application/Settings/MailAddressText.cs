using System.Net.Mail;

namespace CreditMonitor.Settings;

/// <summary>Checks of mail addresses that came from people.</summary>
public static class MailAddressText
{
    /// <summary>A bare address: no display name, no control characters, at most 254 characters.</summary>
    public static bool IsPlain(string text) =>
        text.Length is > 2 and <= 254 && !text.Any(char.IsControl) && !text.Contains(' ', StringComparison.Ordinal)
        && MailAddress.TryCreate(text, out var address) && address.Address == text && address.DisplayName.Length == 0;
}
