using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.Storage;

/// <content>What a status reads of every organization.</content>
public sealed partial class MonitorStore
{
    public async Task WriteStatusAsync(OrganizationStatus status, CancellationToken cancellationToken)
    {
        List<RowChange> changes = [new RowChange.Put(status.Id, StoreCodec.Pack(status with { Mail = null }, StoreJson.Default.OrganizationStatus))];
        if (status.Mail is { } mail)
        {
            changes.Add(MailRow(status.Id, mail));
        }

        await SubmitAsync(StoreKeys.Fleet, changes, cancellationToken);
    }

    public async Task WriteMailAsync(string organizationId, MailStanding mail, CancellationToken cancellationToken) =>
        await SubmitAsync(StoreKeys.Fleet, [MailRow(organizationId, mail)], cancellationToken);

    public async Task WriteFaultAsync(string organizationId, OrganizationFault fault, CancellationToken cancellationToken) =>
        await SubmitAsync(StoreKeys.Fleet, [new RowChange.Put(StoreKeys.FleetFault(organizationId), StoreCodec.Pack(fault, StoreJson.Default.OrganizationFault))], cancellationToken);

    public async Task<ImmutableArray<OrganizationStatus>> ReadFleetAsync(CancellationToken cancellationToken) =>
        FleetRows.Read(await rows.ReadRangeAsync(StoreKeys.Fleet, "-", "~", limit: null, cancellationToken));

    private static RowChange.Put MailRow(string organizationId, MailStanding mail) =>
        new(StoreKeys.FleetMail(organizationId), StoreCodec.Pack(mail, StoreJson.Default.MailStanding));
}
