using CreditMonitor.Core.Records;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Intake.Receipts;

/// <summary>Keeps receipts that came by mail, and confirms them.</summary>
internal static class ReceiptConfirmation
{
    /// <summary>What a person told or confirmed is never replaced by a mail: a claim adds, and changes nothing.</summary>
    public static async Task TakeClaimAsync(IServiceProvider services, OrganizationSettings organization, Receipt receipt, string by, CancellationToken cancellationToken)
    {
        var known = (await services.GetRequiredService<IMonitorStore>().ReadToldAsync(organization.Id, cancellationToken)).Receipts.FirstOrDefault(known => known.Id == receipt.Id);
        if (known is null or { Claimed: true })
        {
            await services.GetRequiredService<RecordIntake>().TellAsync(organization, [receipt], by, settles: false, cancellationToken);
        }
    }

    /// <returns>Null when it is confirmed; else one sentence that says what is wrong.</returns>
    public static async Task<string?> ConfirmAsync(IServiceProvider services, OrganizationSettings organization, string receiptId, string by, CancellationToken cancellationToken)
    {
        if ((await services.GetRequiredService<IMonitorStore>().ReadToldAsync(organization.Id, cancellationToken)).Receipts.FirstOrDefault(known => known.Id == receiptId) is not { } receipt)
        {
            return $"{organization.Id} has no receipt {SettingsReader.Shown(receiptId)}; list them with creditmonitor receipt list.";
        }

        if (receipt.Claimed)
        {
            await services.GetRequiredService<RecordIntake>().TellAsync(organization, [receipt with { Claimed = false, ToldAt = services.GetRequiredService<TimeProvider>().GetUtcNow(), ToldBy = by }], by, settles: true, cancellationToken);
        }

        return null;
    }
}
