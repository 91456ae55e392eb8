using Azure.Core;

namespace CreditMonitor.DataTables;

public class TableClientOptions : ClientOptions
{
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06) => Version = serviceVersion switch
    {
        ServiceVersion.V2019_02_02 => "2019-02-02",
        ServiceVersion.V2020_12_06 => "2020-12-06",
        _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
    };

    internal string Version { get; }

    /// <summary>Of the service. The later one brought access by identity.</summary>
    public enum ServiceVersion
    {
#pragma warning disable CA1707 // the official names
        V2019_02_02 = 1,
        V2020_12_06 = 2,
#pragma warning restore CA1707
    }
}
