using System.Collections.Immutable;
using CreditMonitor.Access;
using CreditMonitor.Alerting;
using CreditMonitor.Api;
using CreditMonitor.Badges;
using CreditMonitor.Calendars;
using CreditMonitor.Explaining;
using CreditMonitor.Forecasting;
using CreditMonitor.Functions;
using CreditMonitor.Intake;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Listing;
using CreditMonitor.Metering;
using CreditMonitor.Metrics;
using CreditMonitor.OnCall;
using CreditMonitor.OpenAI;
using CreditMonitor.OpenApi;
using CreditMonitor.Pages;
using CreditMonitor.Polling;
using CreditMonitor.Probing;
using CreditMonitor.Reconciling;
using CreditMonitor.Status;
using CreditMonitor.Storage;
using CreditMonitor.Subscribing;
using CreditMonitor.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace CreditMonitor.Hosting;

/// <summary>Puts the parts together: the only place that names them all.</summary>
internal static class MonitorHost
{
    public static WebApplication Build(MonitorHostOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddLogging(options);
        builder.Services.AddSingleton(options.Settings).AddSingleton(options.Clock);
        builder.Services.AddStorage(options);
        builder.Services.AddOpenAI(options.Provider);
        builder.Services.AddMail(options);
        builder.Services.AddPolling(options);
        builder.Services.AddTelemetry(options.Settings.Telemetry);
        builder.AddHttp(options);
        var app = builder.Build();
        app.Services.GetRequiredService<CountSums>();    // counts from here on
        app.Services.GetRequiredService<ITelemetry>();    // and, where it is on, is told to others
        if (options.Urls is not null)
        {
            app.MapHttp();    // a verb that serves nothing need not describe what it would serve
        }

        if (options.FunctionsHost is not null)
        {
            app.MapTimerFunctions(Timers(options));
        }

        return app;
    }

    private static void MapHttp(this WebApplication app)
    {
        app.UseBodyLimits();
        app.UseApiErrors();
        app.UseRouting();
        app.UseCallerLimits();
        app.MapStatus();
        app.MapLists();
        app.MapForecast();
        app.MapTelling();
        app.MapCharges();
        app.MapAlerts();
        app.MapExplanation();
        app.MapPages();
        app.MapSubscriptions();
        app.MapCalendar();
        app.MapMailEvents();
        app.MapInboundMail();
        app.MapMetrics();
        app.MapBadge();
        app.MapOpenApi();
    }

    /// <summary>Logs and progress go to stderr, one line each; results alone go to stdout. The Functions host takes a line on stderr for an error, so there only those go that are.</summary>
    private static void AddLogging(this WebApplicationBuilder builder, MonitorHostOptions options)
    {
        var verbose = options.Verbose;
        if (options.Quiet)
        {
            builder.Logging.SetMinimumLevel(LogLevel.None);
            return;
        }

        builder.Logging.SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Warning);
        builder.Logging.AddFilter("CreditMonitor", verbose ? LogLevel.Debug : LogLevel.Information);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = options.FunctionsHost is null ? LogLevel.Trace : LogLevel.Warning);
    }

    private static void AddOpenAI(this IServiceCollection services, HttpMessageHandler? provider) => services
        .AddSingleton(_ => new HttpClient(new MeteredHandler(provider ?? OpenAIHttp.CreateHandler())) { Timeout = Timeout.InfiniteTimeSpan })
        .AddSingleton<IBillingSource>(all => new OpenAIBillingSource(all.GetRequiredService<HttpClient>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<OpenAIBillingSource>>()))
        .AddSingleton<IProbe>(all => new OpenAIProbe(all.GetRequiredService<HttpClient>(), all.GetRequiredService<TimeProvider>()))
        .AddSingleton<ProbeDesk>();

    private static void AddPolling(this IServiceCollection services, MonitorHostOptions options)
    {
        var timers = Timers(options);
        var billing = timers.Single(timer => timer.Name == "PollBilling").Schedule;
        services.AddSingleton(new PollCadence(TimerRegistry.Interval(billing, options.Clock.GetUtcNow()), options.AtATime));
        services.AddSingleton<OrganizationPoller>().AddSingleton<OutboxDelivery>().AddSingleton<FleetPoller>().AddSingleton<OrganizationFaults>().AddSingleton<StatusView>().AddSingleton<ForecastView>();
        services.AddSingleton<FactIntake>().AddSingleton<ChargeDesk>().AddSingleton<AlertDesk>().AddSingleton<ExplanationDesk>().AddSingleton<BadgeDesk>();
        services.AddSingleton<AskLimits>().AddSingleton<PendingEnds>().AddSingleton<SubscriptionDesk>().AddSingleton<MailEventDesk>().AddSingleton<DigestDesk>().AddSingleton<SuppressionCheck>();
        services.AddSingleton<ITimerFunction, PollBillingFunction>().AddSingleton<ITimerFunction, PollUsageFunction>().AddSingleton<ITimerFunction, DigestFunction>();
        if (options.FunctionsHost is not null)
        {
            services.AddSingleton<TimerRun>().AddSingleton<StoreReadiness>();
        }
        else if (options.WithScheduler)
        {
            services.AddHostedService(all => new BuiltInScheduler(
                timers, all.GetServices<ITimerFunction>(), all.GetRequiredService<ITelemetry>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<BuiltInScheduler>>()));
        }
    }

    private static ImmutableArray<RegisteredTimer> Timers(MonitorHostOptions options) =>
        TimerRegistry.Read(AppContext.BaseDirectory, options.Settings.Schedules, options.FunctionsHost is null ? _ => null : Environment.GetEnvironmentVariable);

    private static void AddHttp(this WebApplicationBuilder builder, MonitorHostOptions options)
    {
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<CountSums>();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ProblemJson.Default));
        builder.Services.AddSingleton(new AccessGate(options.Settings) { UnderFunctionsHost = options.FunctionsHost is not null, PlatformAuthenticates = options.FunctionsHost?.PlatformAuthenticates == true });
        builder.Services.AddSingleton<SignInLimits>().AddSingleton<PageAccess>().AddSingleton<CallerLimits>().AddSingleton<OrganizationView>().AddSingleton<PageWriter>().AddSingleton(new PageLook(options.IsSample));
        if (options.Urls is { } urls)
        {
            builder.WebHost.UseKestrelCore().UseUrls(urls.Split(';')).ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = RequestBodies.MostDropped;    // handlers take far less
            });
        }
        else
        {
            builder.Services.TryAddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        }
    }
}
