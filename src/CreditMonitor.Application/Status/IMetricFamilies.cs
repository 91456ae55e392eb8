namespace CreditMonitor.Status;

/// <summary>Takes metrics a family at a time, each with its samples after it.</summary>
internal interface IMetricFamilies
{
    /// <param name="type">gauge or counter.</param>
    IMetricFamilies Family(string name, string type, string help);

    /// <summary>A sample of the family begun last. An unknown value is none: zero would be a claim.</summary>
    void Sample(decimal? value, params ReadOnlySpan<(string Name, string Value)> labels);
}
