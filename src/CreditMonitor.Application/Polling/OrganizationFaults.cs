using CreditMonitor.Core.Monitoring;
using CreditMonitor.Settings;
using CreditMonitor.Storage;
using CreditMonitor.Telemetry;

namespace CreditMonitor.Polling;

/// <summary>Contains what fails for one organization: it is logged with its stack, counted, and shown as that organization's state until a poll is committed again.</summary>
public sealed partial class OrganizationFaults(IMonitorStore store, TimeProvider clock, ILogger<OrganizationFaults> logger)
{
    /// <summary>For showing it; the run may be about to end.</summary>
    private static readonly TimeSpan ShowTime = TimeSpan.FromSeconds(15);

    /// <param name="where">A word for logs and metrics: what was being done.</param>
    /// <returns>One sentence that names the organization and says what to do.</returns>
    public async Task<string> ContainAsync(OrganizationSettings organization, string where, Exception cause)
    {
        var sentence = SentenceFor(organization, cause);
        Log.Contained(logger, cause, where, organization.Id);
        MonitorMeter.CountFault(organization.Id, where);
        await ShowAsync(organization.Id, new OrganizationFault(clock.GetUtcNow(), sentence));
        return sentence;
    }

    /// <summary>Without the exception's own text, which may quote what it was given.</summary>
    private static string SentenceFor(OrganizationSettings organization, Exception cause) => cause is StoreException damaged
        ? $"{organization.Name} could not be polled. {damaged.Message}"
        : $"{organization.Name} could not be polled because of a fault in Credit Monitor itself; its figures are from the last good poll. The program's log has the details: please report them.";

    private async Task ShowAsync(string organizationId, OrganizationFault fault)
    {
        try
        {
            using var own = new CancellationTokenSource(ShowTime, clock);
            await store.WriteFaultAsync(organizationId, fault, own.Token);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            Log.NotShown(logger, organizationId, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A fault in the {Where} of {Organization} was contained; every other organization goes on")]
        public static partial void Contained(ILogger logger, Exception exception, string where, string organization);

        [LoggerMessage(LogLevel.Warning, "The fault of {Organization} could not be shown in its status: {Detail}")]
        public static partial void NotShown(ILogger logger, string organization, string detail);
    }
}
