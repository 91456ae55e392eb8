using CreditMonitor.Alerting;
using CreditMonitor.Mail;
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
        services.AddSingleton<IAlertSender>(new PickupSender(options.Settings.Mail.Pickup!));
    }

    private static Uri? PublicUrl(MonitorHostOptions options) =>
        options.Settings.PublicUrl ?? (options.Urls is { } urls && Uri.TryCreate(urls.Split(';')[0], UriKind.Absolute, out var listening) ? listening : null);
}
