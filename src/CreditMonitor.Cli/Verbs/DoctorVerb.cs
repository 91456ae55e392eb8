using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditMonitor.Alerting;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Hosting;
using CreditMonitor.Mail;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Verbs;

/// <summary>One thing that was looked at.</summary>
/// <param name="Detail">What was found, or what to do.</param>
internal sealed record Checkup(string Name, bool Ok, string Detail);

internal sealed record DoctorBody(bool Well, ImmutableArray<Checkup> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DoctorBody))]
internal sealed partial class DoctorJson : JsonSerializerContext;

/// <summary>Checks configuration, credentials, storage and mail, and says what to do about each failure. Changes nothing but a mark in the store.</summary>
internal static class DoctorVerb
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
            checks.ForEach(check => Console.WriteLine($"{(check.Ok ? "ok  " : "FAIL")} {check.Name}: {check.Detail}"));
        }

        return body.Well ? ExitCode.Done : ExitCode.NotWell;
    }

    private static async Task CheckPartsAsync(ParseResult parsed, MonitorSettings settings, List<Checkup> checks, CancellationToken cancellationToken)
    {
        await using var app = MonitorHost.Build(new MonitorHostOptions(settings, Verbose: parsed.GetValue(CommonOptions.Verbose)));
        checks.Add(await StoreAsync(app.Services.GetRequiredService<IMonitorStore>(), cancellationToken));
        if (settings.Mail.Pickup is { } pickup)
        {
            checks.Add(Folder(pickup));
        }

        if (app.Services.GetRequiredService<IAlertSender>() is SendGridSender sendGrid)
        {
            await Console.Error.WriteLineAsync($"Asking {settings.Mail.SendGrid!.BaseUrl.Host} whether it would take a mail …");
            var verdict = await sendGrid.CheckAsync(settings.Mail.From, cancellationToken);
            checks.Add(new Checkup("mail", verdict.Ok, verdict.Detail));
        }

        var billing = app.Services.GetRequiredService<IBillingSource>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
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

            checks.Add(organization.Grants.IsEmpty
                ? new Checkup($"grants of {organization.Id}", false, "none is declared, so the balance stays unknown; add what was bought to Organizations:N:Grants.")
                : new Checkup($"grants of {organization.Id}", true, $"{organization.Grants.Length} declared, {organization.Grants.Count(grant => grant.ExpiresAt is not null)} with a date of expiry"));
            checks.Add(organization.Subscribers.IsEmpty
                ? new Checkup($"subscribers of {organization.Id}", false, "nobody is told; add an address to Organizations:N:Subscribers.")
                : new Checkup($"subscribers of {organization.Id}", true, $"{organization.Subscribers.Length} told of everything"));
        }
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
            Directory.CreateDirectory(pickup);
            var probe = Path.Combine(pickup, ".doctor");
            File.WriteAllText(probe, "written by creditmonitor doctor");
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
