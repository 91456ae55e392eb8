using System.Buffers.Text;
using System.Text;

namespace CreditMonitor.Storage;

/// <summary>A row of the organization's own partition, outside of what a decision reads.</summary>
internal sealed class BadgeRows(IRowStore rows) : IBadgeStore
{
    private const int Attempts = 5;

    public async Task<int> ReadGenerationAsync(string organizationId, CancellationToken cancellationToken) => GenerationIn(await ReadAsync(organizationId, cancellationToken));

    public async Task<int> RaiseGenerationAsync(string organizationId, AuditEntry audit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var row = await ReadAsync(organizationId, cancellationToken);
            var next = GenerationIn(row) + 1;
            var content = Encoding.UTF8.GetBytes($"{next}");
            RowChange raised = row is null ? new RowChange.Insert(StoreKeys.BadgeGeneration, content) : new RowChange.Replace(StoreKeys.BadgeGeneration, content, row.ETag);
            var entry = new RowChange.Insert(StoreKeys.Audit(audit.At, $"badge-{next}"), StoreCodec.Pack(audit, StoreJson.Default.AuditEntry));
            if (await rows.SubmitAsync(StoreKeys.Partition(organizationId), [raised, entry], cancellationToken))
            {
                return next;
            }
        }

        throw new StoreException($"Others revoked badges of {organizationId} at the same time, {Attempts} times in a row; ask for an address and see whether it is another.");
    }

    private async Task<StoredRow?> ReadAsync(string organizationId, CancellationToken cancellationToken) =>
        (await rows.ReadRangeAsync(StoreKeys.Partition(organizationId), StoreKeys.BadgeGeneration, StoreKeys.BadgeGeneration + "!", limit: 1, cancellationToken)).FirstOrDefault();

    private static int GenerationIn(StoredRow? row) =>
        row is null ? 0 : Utf8Parser.TryParse(row.Content.Span, out int generation, out _) ? generation : throw new StoreException($"Row {row.Key} holds no number; restore a copy.");
}
