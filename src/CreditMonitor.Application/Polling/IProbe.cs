using CreditMonitor.Settings;

namespace CreditMonitor.Polling;

/// <summary>What a call to the API came to.</summary>
public abstract record ProbeAnswer
{
    private ProbeAnswer()
    {
    }

    public sealed record Succeeded : ProbeAnswer;

    /// <param name="Code">The provider's error code, bounded and without control characters.</param>
    public sealed record Refused(string Code) : ProbeAnswer;

    /// <summary>It says nothing of credit: the provider was down, asked to slow down, or does not know the model.</summary>
    /// <param name="Why">A clause, for the log.</param>
    public sealed record Unknown(string Why) : ProbeAnswer;
}

/// <summary>Makes the cheapest call there is with a key that applications would use.</summary>
public interface IProbe
{
    Task<ProbeAnswer> AskAsync(Uri baseUrl, ProbeSettings probe, CancellationToken cancellationToken);
}
