namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>What the stand-in provider answers in place of the truth.</summary>
internal enum FaultMode
{
    Unauthorized,
    MissingScope,
    RateLimited,
    ServerError,
    Timeout,

    /// <summary>200 and a web page.</summary>
    Garbage,

    /// <summary>Right, but amounts are JSON strings.</summary>
    StringAmounts,

    /// <summary>The buckets without their results.</summary>
    EmptyBuckets,
}

internal static class FaultModes
{
    /// <summary>Reads a mode as scenarios write it: <c>missing_scope</c>.</summary>
    public static bool TryParse(string text, out FaultMode mode) =>
        Enum.TryParse(text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out mode) && Enum.IsDefined(mode) && !char.IsAsciiDigit(text[0]);
}
