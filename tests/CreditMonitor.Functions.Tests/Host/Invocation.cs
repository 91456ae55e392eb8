using System.Globalization;
using CreditMonitor.Functions.Tests.Rpc;

namespace CreditMonitor.Functions.Tests.Host;

/// <summary>What came of a run, as the host books it.</summary>
/// <param name="Message">Of a failed one.</param>
internal sealed record Invocation(string Function, StatusResult.Types.Status Status, string Message)
{
    /// <summary>Where it failed.</summary>
    public string? Trace { get; init; }

    public bool Succeeded => Status == StatusResult.Types.Status.Success;

    public static Invocation Of(string function, InvocationResponse response) =>
        new(function, response.Result.Status, response.Result.Exception?.Message ?? "") { Trace = response.Result.Exception?.StackTrace };

    /// <summary>What a timer function is given, as the host serializes it.</summary>
    /// <param name="last">Null: the first run ever; the host then sends the year 1.</param>
    public static string Timer(DateTimeOffset? last, DateTimeOffset next, bool pastDue = false)
    {
        var ran = Instant(last ?? DateTimeOffset.MinValue);
        return $$"""
            {"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"{{ran}}","Next":"{{Instant(next)}}","LastUpdated":"{{ran}}"},
            "IsPastDue":{{(pastDue ? "true" : "false")}}}
            """;
    }

    private static string Instant(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
