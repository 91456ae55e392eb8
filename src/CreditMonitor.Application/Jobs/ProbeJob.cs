using CreditMonitor.Core.Records;
using CreditMonitor.Intake;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Jobs;

/// <summary>Tells what the probe found as any application would (<c>POST …/refusals</c>), so that a refusal is known within one poll. While calls work and none was refused nothing is told and nothing written.</summary>
public sealed partial class ProbeJob(IProbe probe, IMonitorStore store, RecordIntake intake, TimeProvider clock, ILogger<ProbeJob> logger)
{
    private const string By = "probe";

    /// <summary>A refusal without news for a day is forgotten, so the same one is told again well before.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromHours(6);

    public async Task ProbeAsync(OrganizationSettings organization, CancellationToken cancellationToken)
    {
        if (organization.Probe is not { } settings)
        {
            return;
        }

        var answer = await probe.AskAsync(organization.BaseUrl, settings, cancellationToken);
        if (answer is ProbeAnswer.Unknown(var why))
        {
            Log.Unknown(logger, organization.Id, why);
            return;
        }

        var code = (answer as ProbeAnswer.Refused)?.Code;
        var now = clock.GetUtcNow();
        var last = (await store.ReadToldAsync(organization.Id, cancellationToken)).Calls.LastOrDefault();
        if (last is null ? code is not null : last.Refusal != code || (code is not null && now - last.At >= Again))
        {
            await intake.TellAsync(organization, [new CallReport($"{By} {Core.Text.InstantText.Format(now)}", now, By, now, code, null)], By, settles: false, cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The probe of {Organization} says nothing of its credit: {Reason}")]
        public static partial void Unknown(ILogger logger, string organization, string reason);
    }
}
