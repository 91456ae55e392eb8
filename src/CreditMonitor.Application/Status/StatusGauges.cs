using System.Diagnostics.Metrics;

namespace CreditMonitor.Status;

/// <summary>The figures of <c>GET /api/metrics</c> as gauges, under the same names: those of the status that was shown last, with ages as of now.</summary>
internal sealed class StatusGauges : IDisposable
{
    public const string Meter = "CreditMonitor.Status";

    /// <summary>One collection asks for every gauge in turn.</summary>
    private static readonly TimeSpan SameCollection = TimeSpan.FromSeconds(1);

    private readonly Meter _meter = new(Meter);
    private readonly TimeProvider _clock;
    private StatusBody? _status;
    private Collected? _collected;

    public StatusGauges(TimeProvider clock)
    {
        _clock = clock;
        var families = new Families();
        MonitorMetrics.WriteStatus(families, new StatusBody(default, null, []), default);
        foreach (var (name, help) in families.Help)
        {
            _meter.CreateObservableGauge(name, () => Measure(name), description: help);
        }
    }

    /// <param name="status">Null: nothing is known.</param>
    public void Show(StatusBody? status)
    {
        _status = status;
        _collected = null;
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<double>> Measure(string name)
    {
        var now = _clock.GetUtcNow();
        var collected = _collected;
        if (collected is null || now - collected.At is var age && (age > SameCollection || age < TimeSpan.Zero))
        {
            _collected = collected = new Collected(now, Read(_status, now));
        }

        return collected.Samples[name];
    }

    private static ILookup<string, Measurement<double>> Read(StatusBody? status, DateTimeOffset now)
    {
        var families = new Families();
        if (status is not null)
        {
            MonitorMetrics.WriteStatus(families, status, now);
        }

        return families.Samples.ToLookup(sample => sample.Family, sample => sample.Measurement);
    }

    private sealed record Collected(DateTimeOffset At, ILookup<string, Measurement<double>> Samples);

    private sealed class Families : IMetricFamilies
    {
        public Dictionary<string, string> Help { get; } = [];

        public List<(string Family, Measurement<double> Measurement)> Samples { get; } = [];

        private string _family = "";

        public IMetricFamilies Family(string name, string type, string help)
        {
            Help[_family = name] = help;
            return this;
        }

        public void Sample(decimal? value, params ReadOnlySpan<(string Name, string Value)> labels)
        {
            if (value is not { } known)
            {
                return;
            }

            var tags = labels.ToArray().Select(label => KeyValuePair.Create(label.Name, (object?)label.Value));
            Samples.Add((_family, new Measurement<double>((double)known, tags)));
        }
    }
}
