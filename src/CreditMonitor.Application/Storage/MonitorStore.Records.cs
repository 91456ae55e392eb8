using System.Collections.Immutable;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Storage;

/// <content>What people and programs entered, and who did.</content>
public sealed partial class MonitorStore
{
    private const int TellAttempts = 5;

    public async Task<RecordBook> ReadToldAsync(string organizationId, CancellationToken cancellationToken) =>
        FactPages.Read(await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.ToldPrefix, StoreKeys.ToldTo, limit: null, cancellationToken));

    public async Task<ImmutableArray<FactChange>> TellAsync(
        string organizationId, ImmutableArray<RecordedFact> facts, Func<ImmutableArray<FactChange>, AuditEntry> audit, CancellationToken cancellationToken)
    {
        var partition = StoreKeys.Partition(organizationId);
        for (var attempt = 1; attempt <= TellAttempts; attempt++)
        {
            var found = await rows.ReadRangeAsync(partition, StoreKeys.ToldPrefix, StoreKeys.ToldTo, limit: null, cancellationToken);
            var before = FactPages.Read(found);
            var (after, changes) = before.With(facts);
            if (ReferenceEquals(before, after))
            {
                return changes;
            }

            var entry = audit(changes);
            var content = StoreCodec.Pack(entry, StoreJson.Default.AuditEntry);
            var unique = StoreCodec.HashOf(StoreCodec.Pack(new FactPage(facts), StoreJson.Default.FactPage));
            if (await SubmitAsync(partition, [.. FactPages.Changes(found, before, after), new RowChange.Insert(StoreKeys.Audit(entry.At, unique), content)], cancellationToken))
            {
                return changes;
            }
        }

        throw new StoreException($"Others told something of {organizationId} at the same time, {TellAttempts} times in a row; nothing was kept, tell it again.");
    }

    public async Task<ImmutableArray<AuditEntry>> ReadAuditAsync(string organizationId, int limit, CancellationToken cancellationToken) =>
        [.. (await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.AuditFrom, StoreKeys.AuditTo, limit, cancellationToken)).Select(row => StoreCodec.Unpack(row, StoreJson.Default.AuditEntry))];
}
