namespace CreditMonitor.OpenAI;

/// <summary>How much one read may take. A read beyond any of these fails; it is never cut short and taken for whole.</summary>
internal sealed record OpenAILimits
{
    /// <summary>For one request, its body included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For all pages of one read together; shorter than a function may run.</summary>
    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>200 pages of 31 days are 17 years.</summary>
    public int MaxPages { get; init; } = 200;

    /// <summary>For one page, after decompression.</summary>
    public int MaxBodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>For what only adds to a poll: five pages in the time of one request, so that the poll is not held up.</summary>
    public OpenAILimits ForExtra() => this with { ReadDeadline = RequestTimeout, MaxPages = Math.Min(MaxPages, 5) };
}
