using CreditMonitor.Delivery;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Delivery.Webhooks;
using CreditMonitor.Http.Access;
using CreditMonitor.Settings;
using SendGrid;

namespace CreditMonitor.Hosting;

/// <summary>How mails are composed, and the channel that the settings name.</summary>
internal static class MailParts
{
    public static void AddMail(this IServiceCollection services, MonitorHostOptions options)
    {
        services.AddSingleton<RazorText>();
        services.AddSingleton(new MailLook(options.Settings.Mail.From, options.IsSample));
        services.AddSingleton(new TokenSigner(() => TokenSecretFile.SecretsOf(options.Settings)));
        services.AddSingleton(all => new MailLinks(PublicUrl(options), all.GetRequiredService<TokenSigner>()));
        services.AddSingleton<IMailComposer, MailComposer>();
        services.AddSingleton<IChannelSender>(all => new ChannelSender(
            ChannelHttp.CreateClient(options.Settings.Access.AllowPrivateAddresses), all.GetRequiredService<TokenSigner>(), all.GetRequiredService<MailLinks>(),
            options.Settings.Access.AllowPrivateAddresses, all.GetRequiredService<TimeProvider>()));
        services.AddSingleton(all => new SuppressionSources(Suppressions(options.Settings.Mail.SendGrid, all.GetRequiredService<TimeProvider>())));
        services.AddSingleton(all => options.Sender ?? (options.Settings.Mail.SendGrid is { } sendGrid
            ? SendGrid(sendGrid, all.GetRequiredService<TimeProvider>())
            : (IAlertSender)new PickupSender(options.Settings.Mail.Pickup!)));
    }

    private static SuppressionSource? Suppressions(SendGridSettings? settings, TimeProvider clock) =>
        settings is { EventWebhookPublicKey: null } polled ? new SuppressionSource(SendGridHttp.CreateClient(SendGridHttp.CreateHandler()), polled, clock) : null;

    private static SendGridSender SendGrid(SendGridSettings settings, TimeProvider clock)
    {
        var client = new SendGridClient(SendGridHttp.CreateClient(SendGridHttp.CreateHandler()), new SendGridClientOptions { ApiKey = settings.ApiKey, Host = settings.BaseUrl.ToString() });
        return new SendGridSender(client, settings.BaseUrl.Host, clock);
    }

    /// <summary>A verb that serves nothing names the address at which the program would.</summary>
    private static Uri PublicUrl(MonitorHostOptions options) =>
        options.Settings.PublicUrl ?? (Uri.TryCreate((options.Urls ?? MonitorHostOptions.DefaultUrls).Split(';')[0], UriKind.Absolute, out var listening) ? listening : new Uri(MonitorHostOptions.DefaultUrls));
}
