using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Commands.Running.Checkups;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Hosting;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Running;

/// <summary>Checks configuration, credentials, storage and mail, and says what to do about each failure. Changes nothing but a mark in the store.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check configuration, credentials, storage and mail; exit status 1 when anything is not well.") { CommonOptions.Org };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var checks = new List<Checkup>();
        var outcome = Configured.Load(parsed);
        checks.AddRange(outcome.Faults.Concat(outcome.Warnings).Select(fault => new Checkup("configuration", false, fault)));
        if (outcome.Settings is { } settings)
        {
            checks.Add(new Checkup("configuration", true, $"{settings.Organizations.Length} organizations, {settings.Access.Keys.Length} access keys"));
            await CheckPartsAsync(parsed, settings, checks, cancellationToken);
        }

        var body = new DoctorBody(checks.TrueForAll(check => check.Ok), [.. checks]);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(body, DoctorJson.Default.DoctorBody));
        }
        else
        {
            checks.ForEach(Console.WriteLine);
        }

        return body.Well ? ExitCode.Done : ExitCode.NotWell;
    }

    private static async Task CheckPartsAsync(ParseResult parsed, MonitorSettings settings, List<Checkup> checks, CancellationToken cancellationToken)
    {
        await using var app = MonitorHost.Build(new MonitorHostOptions(settings, Verbose: parsed.GetValue(CommonOptions.Verbose)));
        var store = app.Services.GetRequiredService<IMonitorStore>();
        var storage = await StoreAsync(store, cancellationToken);
        checks.Add(storage);
        if (settings.Mail.Pickup is { } pickup)
        {
            checks.Add(Folder(Path.GetFullPath(pickup)));
        }

        if (app.Services.GetRequiredService<IAlertSender>() is SendGridSender sendGrid)
        {
            await Console.Error.WriteLineAsync($"Asking {settings.Mail.SendGrid!.BaseUrl.Host} whether it would take a mail …");
            var verdict = await sendGrid.CheckAsync(settings.Mail.From, cancellationToken);
            checks.Add(new Checkup("mail", verdict.Ok, verdict.Detail));
        }

        var billing = app.Services.GetRequiredService<IBillingSource>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var subscriptions = new List<Subscription>();
        foreach (var organization in Configured.Chosen(parsed, settings))
        {
            await Console.Error.WriteLineAsync($"Asking {organization.BaseUrl.Host} for the costs of {organization.Id} …");
            var access = new BillingAccess(organization.Id, organization.BaseUrl, organization.AdminKey);
            var costs = await CostsAsync(billing, access, now, cancellationToken);
            checks.Add(costs);
            if (costs.Ok)
            {
                checks.Add(await AdminKeyCheckup.OfAsync(billing, access, now, cancellationToken));
                checks.Add(await UsageCheckup.OfAsync(billing, access, now, cancellationToken));
            }

            var stored = await StoredCheckup.OfAsync(store, storage.Ok, organization, cancellationToken);
            checks.AddRange(stored.Checks);
            subscriptions.AddRange(stored.Subscriptions);
        }

        if (LinkCheckup.Of(settings.PublicUrl, subscriptions) is { } links)
        {
            checks.Add(links);
        }

        checks.AddRange(FileCheckup.Of(settings));
    }

    private static async Task<Checkup> StoreAsync(IMonitorStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.PrepareAsync(cancellationToken);
            return new Checkup("storage", true, $"the {store.Description} can be read and written");
        }
        catch (StoreException e)
        {
            return new Checkup("storage", false, e.Message);
        }
    }

    private static Checkup Folder(string pickup)
    {
        try
        {
            PickupFolder.Make(pickup);
            var probe = Path.Combine(pickup, ".doctor");
            OwnFiles.MakeEmpty(probe);
            File.Delete(probe);
            return new Checkup("mail", true, $"mails are left as .eml files in {pickup}; nobody is mailed");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Checkup("mail", false, $"the folder {pickup} cannot be written: {e.Message} Fix its rights or set CreditMonitor:Mail:Pickup elsewhere.");
        }
    }

    private static async Task<Checkup> CostsAsync(IBillingSource billing, BillingAccess access, DateTimeOffset now, CancellationToken cancellationToken) =>
        await billing.ReadCostsAsync(access, DateOnly.FromDateTime(now.UtcDateTime).AddDays(-2), cancellationToken) switch
        {
            Reading<CostReport>.Ok(var report) => new Checkup($"costs of {access.OrganizationId}", true, $"OpenAI answers; {report.Days.Count(day => !day.Rows.IsEmpty)} of the last 3 days have a figure"),
            Reading<CostReport>.Denied(var detail) => new Checkup($"costs of {access.OrganizationId}", false, detail),
            Reading<CostReport>.Unavailable(var detail, _) => new Checkup($"costs of {access.OrganizationId}", false, detail),
            _ => throw new InvalidOperationException("A reading is one of three."),
        };
}
