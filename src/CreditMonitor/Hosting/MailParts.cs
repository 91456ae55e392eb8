using CreditMonitor.Alerting;
using CreditMonitor.Mail;
using CreditMonitor.Settings;
using Microsoft.AspNetCore.Components.Web;

namespace CreditMonitor.Hosting;

/// <summary>How mails are composed, and the channel that the settings name.</summary>
internal static class MailParts
{
    public static void AddMail(this IServiceCollection services, MonitorHostOptions options)
    {
        services.AddSingleton(all => new HtmlRenderer(all, all.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(new MailLook(options.Settings.Mail.From, PublicUrl(options), options.IsSample));
        services.AddSingleton<IMailComposer, MailComposer>();
        services.AddSingleton(all => options.Sender ?? (options.Settings.Mail.SendGrid is { } sendGrid
            ? SendGrid(sendGrid, all.GetRequiredService<TimeProvider>())
            : (IAlertSender)new PickupSender(options.Settings.Mail.Pickup!)));
    }

    private static SendGridSender SendGrid(SendGridSettings settings, TimeProvider clock)
    {
        var client = new SendGridClient(SendGridHttp.CreateClient(SendGridHttp.CreateHandler()), new SendGridClientOptions { ApiKey = settings.ApiKey, Host = settings.BaseUrl.ToString() });
        return new SendGridSender(client, settings.BaseUrl.Host, clock);
    }

    private static Uri? PublicUrl(MonitorHostOptions options) =>
        options.Settings.PublicUrl ?? (options.Urls is { } urls && Uri.TryCreate(urls.Split(';')[0], UriKind.Absolute, out var listening) ? listening : null);
}
