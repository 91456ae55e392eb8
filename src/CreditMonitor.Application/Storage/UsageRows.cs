using System.Collections.Immutable;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Storage;

/// <summary>Usage in two rows: a small one that every look at usage changes, and the hours, which change once an hour.</summary>
internal static class UsageRows
{
    public static IEnumerable<RowChange> Changed(UsageHistory before, UsageHistory after)
    {
        if (!ReferenceEquals(before, after))
        {
            yield return new RowChange.Put(StoreKeys.UsageRecent, StoreCodec.Pack(new UsageRecentRow(after.Since, after.Through, after.Recent, after.Consumers, after.Calls, after.Others), StoreJson.Default.UsageRecentRow));
        }

        if (!ReferenceEquals(before.Hours, after.Hours))
        {
            var hours = after.Hours.ToImmutableSortedDictionary(hour => hour.Key.ToUnixTimeSeconds() / 3_600, hour => hour.Value);
            yield return new RowChange.Put(StoreKeys.UsagePast, StoreCodec.Pack(new UsagePastRow(hours), StoreJson.Default.UsagePastRow));
        }
    }

    public static ImmutableSortedDictionary<DateTimeOffset, long> HoursOf(IReadOnlyList<StoredRow> rows) => rows.Count == 0 ? UsageHistory.Empty.Hours
        : StoreCodec.Guarded(rows[0], () => StoreCodec.Unpack(rows[0], StoreJson.Default.UsagePastRow).Hours
            .ToImmutableSortedDictionary(hour => DateTimeOffset.FromUnixTimeSeconds(hour.Key * 3_600), hour => hour.Value));

    public static UsageHistory Of(StoredRow? recent, ImmutableSortedDictionary<DateTimeOffset, long> hours)
    {
        if (recent is null)
        {
            return UsageHistory.Empty;
        }

        var row = StoreCodec.Unpack(recent, StoreJson.Default.UsageRecentRow);
        return new UsageHistory(row.Since, row.Through, row.Recent, hours, row.Consumers.WithComparers(StringComparer.Ordinal))
        {
            Calls = row.Calls ?? CallCount.None,
            Others = row.Others.IsDefault ? [] : row.Others,
        };
    }
}
