using System.Collections.Immutable;
using System.CommandLine;
using CreditMonitor.Cli.Output;
using CreditMonitor.Cli.Scheduling;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Cli.Simulation.Sample;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Observations;
using CreditMonitor.Hosting;
using CreditMonitor.Jobs;
using CreditMonitor.Settings;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Running;

/// <summary>Runs on a sample organization, or on a real bill, against a stand-in provider. Touches nothing that is configured.</summary>
internal static class DemoCommand
{
    private static readonly string Folder = Path.GetFullPath(".creditmonitor/demo");
    private const string StandInKey = "sk-admin-of-the-stand-in";

    /// <summary>The sample is the same for everyone on the same day.</summary>
    private const int Seed = 2026;

    private static readonly Option<string?> Costs = new("--costs") { Description = "Show a real bill instead: a CSV file with the header date,amount (days as 2026-03-01, US dollars).", HelpName = "FILE" };
    private static readonly Option<bool> Once = new("--once") { Description = "Poll, print a summary, write the mails, and end." };

    public static Command Create()
    {
        var command = new Command("demo", "Run on a bundled sample organization, or with --costs on a real bill; keeps everything in .creditmonitor/demo.") { Costs, Once, CommonOptions.Urls };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var (urls, once) = (parsed.GetValue(CommonOptions.Urls)!, parsed.GetValue(Once));
        if (!once)
        {
            Listening.Require(urls.Split(';'), hasKeys: false, isDemo: true);
        }

        StartAfresh();
        var provider = new FakeProvider(clock) { AdminKey = StandInKey };
        var (name, grants) = Fill(provider, parsed.GetValue(Costs), clock.GetUtcNow());
        await using var server = await FakeServer.StartAsync(provider, cancellationToken);
        var settings = SettingsFor(name, grants, server.BaseUrl);
        var options = new MonitorHostOptions(settings, once ? null : urls, IsSample: true, Verbose: parsed.GetValue(CommonOptions.Verbose))
        {
            Scheduler = once ? null : SchedulerParts.AddScheduler,
        };
        await using var app = MonitorHost.Build(options);
        await app.Services.GetRequiredService<IMonitorStore>().PrepareAsync(cancellationToken);
        if (once)
        {
            return await PollOnceAsync(app, settings, parsed.GetValue(CommonOptions.Json), cancellationToken);
        }

        await Console.Error.WriteLineAsync($"Demo of '{name}'; mails are left in {settings.Mail.Pickup}.");
        await RunCommand.ServeAsync(app, urls, cancellationToken);
        return ExitCode.Done;
    }

    private static async Task<int> PollOnceAsync(WebApplication app, MonitorSettings settings, bool json, CancellationToken cancellationToken)
    {
        await Console.Error.WriteLineAsync("Reading the costs from the stand-in provider, deciding, writing mails …");
        var report = (await app.Services.GetRequiredService<FleetPoller>().PollAsync(settings.Organizations, PollCommand.ManualPollId(app), cancellationToken)).Single();
        if (PollCommand.FailureOf(report) is { } failure)
        {
            throw new CommandFailure(ExitCode.RemoteFailed, failure);
        }

        var answer = (await app.Services.GetRequiredService<StatusView>().ReadAsync(null, cancellationToken))!;
        if (json)
        {
            Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(answer.Body, StatusJson.Default.StatusBody));
            return ExitCode.Done;
        }

        Console.WriteLine(StatusText.Write(answer.Body, app.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
        Console.WriteLine();
        Console.WriteLine($"{report.Delivery!.Sent} mails, for {report.Poll!.Decision!.Events.Length} alert events ({report.Requests} requests, {report.Transactions} storage transactions){(report.Delivery.Sent == 0 ? ". There is nothing to warn of." : ":")}");
        var mails = Directory.Exists(settings.Mail.Pickup) ? Directory.EnumerateFiles(settings.Mail.Pickup, "*.eml") : [];
        foreach (var mail in mails.Order(StringComparer.Ordinal))
        {
            Console.WriteLine($"  {mail}");
        }

        return ExitCode.Done;
    }

    /// <summary>What an earlier demo left is its own to remove: a demo always shows today.</summary>
    private static void StartAfresh()
    {
        try
        {
            if (Directory.Exists(Folder))
            {
                Directory.Delete(Folder, recursive: true);
            }
        }
        catch (IOException e)
        {
            throw new CommandFailure(ExitCode.Usage, $"{Folder} of an earlier demo cannot be removed: {e.Message} Stop that demo, or run this one elsewhere.");
        }
    }

    private static (string Name, ImmutableArray<CreditGrant> Grants) Fill(FakeProvider provider, string? bill, DateTimeOffset now)
    {
        if (bill is not null)
        {
            return ($"Bill of {Path.GetFileName(bill)} (moved to end yesterday, grants assumed)", FillFromBill(provider, bill, now));
        }

        var life = SampleOrganization.Build(now, Seed);
        SampleOrganization.FillStandIn(provider, life);
        return ("Sample organization", life.Grants);
    }

    private static ImmutableArray<CreditGrant> FillFromBill(FakeProvider provider, string path, DateTimeOffset now)
    {
        var reading = Read(path);
        if (reading.Errors.Length > 0 || reading.Bill.Days.IsEmpty)
        {
            throw new CommandFailure(ExitCode.BadInput, reading.Errors.IsEmpty ? [$"{path} has no day in it; expected lines such as 2026-03-01,12.50 under the header date,amount."] : reading.Errors.Select(error => error.ToString()));
        }

        var shifted = reading.Bill.ShiftTo(now);
        var recent = new RealBill([.. shifted.Days.Where(day => day.Day >= shifted.Days[^1].Day.AddDays(-CostReadPlan.OldestDays))]);
        foreach (var cost in recent.ToCosts())
        {
            provider.Publish(cost);
        }

        var assumed = recent.SuggestGrants();
        Console.Error.WriteLine(assumed.Assumption);
        foreach (var remark in reading.Remarks)
        {
            Console.Error.WriteLine(remark);
        }

        return assumed.Grants;
    }

    private static RealBillReading Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return RealBillFile.Read(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{path} cannot be read: {e.Message}");
        }
    }

    private static MonitorSettings SettingsFor(string name, ImmutableArray<CreditGrant> grants, Uri provider) => new(
        [
            new OrganizationSettings(
                "sample", name, TimeZoneInfo.Utc, StandInKey, provider, [new BillingModeSpan(DateTimeOffset.MinValue, BillingMode.Prepaid)],
                BurnOrder.PromotionalFirst, grants, ["team@example.com"], AlertSettings.Default),
        ],
        new StorageSettings($"{Folder}/monitor.db", null, null),
        new Settings.MailSettings(SettingsLoader.DefaultFrom, $"{Folder}/mail", null),
        new AccessSettings([], [], []),
        SettingsLoader.DefaultSchedules,
        null);
}
