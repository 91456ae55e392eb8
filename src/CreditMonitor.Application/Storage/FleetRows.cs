using System.Collections.Immutable;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.Storage;

/// <summary>The rows that a status answer is made of: of each organization its status, and beside it how its mail stands and what failed last.</summary>
internal static class FleetRows
{
    /// <returns>By id. An organization whose row is damaged has that as its fault; the next poll writes the row anew.</returns>
    public static ImmutableArray<OrganizationStatus> Read(ImmutableArray<StoredRow> found)
    {
        var beside = found.Where(row => row.Key.Contains('.', StringComparison.Ordinal)).ToDictionary(row => row.Key, StringComparer.Ordinal);
        var ids = found.Select(row => row.Key).Where(key => !beside.ContainsKey(key))
            .Concat(beside.Keys.Where(key => key.StartsWith(StoreKeys.FleetFaultPrefix, StringComparison.Ordinal)).Select(key => key[StoreKeys.FleetFaultPrefix.Length..]));
        var statuses = found.Where(row => !beside.ContainsKey(row.Key)).ToDictionary(row => row.Key, StringComparer.Ordinal);
        return [.. ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => StatusOf(id, statuses.GetValueOrDefault(id), beside))];
    }

    private static OrganizationStatus StatusOf(string id, StoredRow? row, Dictionary<string, StoredRow> beside)
    {
        var status = row is null ? OrganizationStatus.NeverPolled(id) : Known(id, row);
        var fault = beside.TryGetValue(StoreKeys.FleetFault(id), out var failed) && Try(failed, StoreJson.Default.OrganizationFault) is { } last && last.At >= status.At ? last : status.Fault;
        return status with
        {
            Fault = fault,
            Mail = beside.TryGetValue(StoreKeys.FleetMail(id), out var mail) ? Try(mail, StoreJson.Default.MailStanding) : null,
        };
    }

    private static OrganizationStatus Known(string id, StoredRow row) =>
        Try(row, StoreJson.Default.OrganizationStatus) is { Latest: not null } status ? status
            : OrganizationStatus.NeverPolled(id) with { Fault = new OrganizationFault(DateTimeOffset.MinValue, $"The status row of {id} is damaged; the next poll writes it anew.") };

    /// <returns>Null for a damaged row: what it holds is written again with the next poll or delivery.</returns>
    private static T? Try<T>(StoredRow row, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return StoreCodec.Unpack(row, type);
        }
        catch (DamagedRowException)
        {
            return null;
        }
    }
}
