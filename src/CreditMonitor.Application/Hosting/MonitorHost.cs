using CreditMonitor.Delivery;
using CreditMonitor.Http.Access;
using CreditMonitor.Http.Api;
using CreditMonitor.Http.Api.OpenApi;
using CreditMonitor.Http.Hooks;
using CreditMonitor.Http.Pages;
using CreditMonitor.Intake;
using CreditMonitor.Jobs;
using CreditMonitor.OpenAI;
using CreditMonitor.Polling;
using CreditMonitor.Status;
using CreditMonitor.Storage;
using CreditMonitor.Subscriptions;
using CreditMonitor.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
        builder.Services.AddCreditMonitor(options);
        builder.AddServer(options);
        var app = builder.Build();
        app.Services.StartCounting();
        if (options.Urls is not null)
        {
            app.UseCreditMonitor();    // a verb that serves nothing need not describe what it would serve
        }

        return app;
    }

    /// <summary>Every part of the monitor, for whichever host: the stand-alone program's or the worker's.</summary>
    public static void AddCreditMonitor(this IServiceCollection services, MonitorHostOptions options)
    {
        services.AddSingleton(options.Settings).AddSingleton(options.Clock);
        services.AddStorage(options);
        services.AddOpenAI(options.Provider);
        services.AddMail(options);
        services.AddPolling(options);
        services.AddTelemetry(options.Settings.Telemetry);
        services.AddHttp(options);
    }

    /// <summary>Sums and, where it is configured, telemetry count from here on.</summary>
    public static void StartCounting(this IServiceProvider services)
    {
        services.GetRequiredService<CountSums>();
        services.GetRequiredService<ITelemetry>();
    }

    /// <summary>What answers requests, whichever host hands them over.</summary>
    public static void UseCreditMonitor(this IApplicationBuilder app)
    {
        app.UseBodyLimits();
        app.UseApiErrors();
        app.UseRouting();
        app.UseCallerLimits();
        app.UseEndpoints(MapHttp);
    }

    private static void MapHttp(IEndpointRouteBuilder app)
    {
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

    /// <summary>Logs and progress go to stderr, one line each; results alone go to stdout.</summary>
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
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void AddOpenAI(this IServiceCollection services, HttpMessageHandler? provider) => services
        .AddSingleton(_ => new HttpClient(new MeteredHandler(provider ?? OpenAIHttp.CreateHandler())) { Timeout = Timeout.InfiniteTimeSpan })
        .AddSingleton<IBillingSource>(all => new OpenAIBillingSource(all.GetRequiredService<HttpClient>(), all.GetRequiredService<TimeProvider>(), all.GetRequiredService<ILogger<OpenAIBillingSource>>()))
        .AddSingleton<IProbe>(all => new OpenAIProbe(all.GetRequiredService<HttpClient>(), all.GetRequiredService<TimeProvider>()))
        .AddSingleton<ProbeJob>();

    private static void AddPolling(this IServiceCollection services, MonitorHostOptions options)
    {
        var billing = TimerRegistry.Of(options.Settings.Schedules).Single(timer => timer.Name == TimerRegistry.PollBilling).Schedule;
        services.AddSingleton(new PollCadence(TimerRegistry.Interval(billing, options.Clock.GetUtcNow()), options.AtATime));
        services.AddSingleton<OrganizationPoller>().AddSingleton<OutboxDelivery>().AddSingleton<FleetPoller>().AddSingleton<OrganizationFaults>().AddSingleton<StatusView>().AddSingleton<ForecastView>();
        services.AddSingleton<RecordIntake>().AddSingleton<Charges>().AddSingleton<AlertHandling>().AddSingleton<Explainer>().AddSingleton<Badges>();
        services.AddSingleton<SubscribeLimits>().AddSingleton<PendingEnds>().AddSingleton<Subscribers>().AddSingleton<MailEventIntake>().AddSingleton<Digests>().AddSingleton<SuppressionCheck>();
        services.AddSingleton<ITimerFunction, PollBillingFunction>().AddSingleton<ITimerFunction, PollUsageFunction>().AddSingleton<ITimerFunction, DigestFunction>();
        if (options.FunctionsHost is not null)
        {
            services.AddSingleton<StoreReadiness>().AddSingleton(all => new TimerRun(all));
        }

        options.Scheduler?.Invoke(services);
    }

    private static void AddHttp(this IServiceCollection services, MonitorHostOptions options)
    {
        services.AddRoutingCore();
        services.AddSingleton<CountSums>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Clear();    // no reflection: a type without source-generated JSON fails in tests
            json.SerializerOptions.TypeInfoResolverChain.Add(ProblemJson.Default);
        });
        services.AddSingleton(new AccessGate(options.Settings) { UnderFunctionsHost = options.FunctionsHost is not null, PlatformAuthenticates = options.FunctionsHost?.PlatformAuthenticates == true });
        services.AddSingleton<SignInLimits>().AddSingleton<PageAccess>().AddSingleton<CallerLimits>().AddSingleton<OrganizationView>().AddSingleton<PageWriter>().AddSingleton(new PageLook(options.IsSample));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBodies.MostDropped;    // handlers take far less
        });
    }

    private static void AddServer(this WebApplicationBuilder builder, MonitorHostOptions options)
    {
        if (options.Urls is { } urls)
        {
            builder.WebHost.UseKestrelCore().UseUrls(urls.Split(';'));
        }
        else
        {
            builder.Services.TryAddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        }
    }
}
