using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Settings;

/// <summary>Checks of who is to be told: an address of mail, or <c>slack:</c>, <c>teams:</c>, <c>webhook:</c> and an https address.</summary>
public static class SubscriberText
{
    private const int MaxAddress = 2_000;

    /// <returns>Null when it can be used; else what is wrong. An address of the web is not quoted: it may be a secret.</returns>
    public static string? FaultOf(string text)
    {
        var (channel, address) = Subscription.Split(text);
        return FaultOf(channel, address);
    }

    public static string? FaultOf(SubscriptionChannel channel, string address) =>
        channel == SubscriptionChannel.Mail
            ? MailAddressText.IsPlain(address) ? null : $"'{SettingsReader.Shown(address)}', which is not a mail address such as team@example.com."
            : address.Length <= MaxAddress && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && !address.Any(char.IsControl)
                ? null
                : $"an address for {SnakeCase.Of(channel)} that is not https, or holds credentials; expected the incoming webhook's address, such as {SnakeCase.Of(channel)}:https://hooks.example.com/….";
}
