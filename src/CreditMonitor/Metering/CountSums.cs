using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace CreditMonitor.Metering;

/// <param name="Labels">Names and values, by name.</param>
internal sealed record CountSum(string Counter, ImmutableArray<KeyValuePair<string, string>> Labels, long Sum);

/// <summary>Sums of the monitor's counters since this process began to listen. They begin again with every process, as counters of metrics may.</summary>
internal sealed class CountSums : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, (CountSum First, StrongSum Sum)> _sums = new(StringComparer.Ordinal);

    public CountSums()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MonitorMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) => Add(instrument.Name, count, tags));
        _listener.Start();
    }

    public ImmutableArray<CountSum> Read() => [.. _sums.OrderBy(sum => sum.Key, StringComparer.Ordinal).Select(sum => sum.Value.First with { Sum = sum.Value.Sum.Value })];

    public void Dispose() => _listener.Dispose();

    private void Add(string counter, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = tags.ToArray().Select(tag => KeyValuePair.Create(tag.Key, tag.Value?.ToString() ?? "")).OrderBy(tag => tag.Key, StringComparer.Ordinal).ToImmutableArray();
        var key = $"{counter}\u001f{string.Join('\u001f', labels.Select(label => $"{label.Key}\u001e{label.Value}"))}";
        _sums.GetOrAdd(key, _ => (new CountSum(counter, labels, 0), new StrongSum())).Sum.Add(count);
    }

    private sealed class StrongSum
    {
        private long _value;

        public long Value => Interlocked.Read(ref _value);

        public void Add(long count) => Interlocked.Add(ref _value, count);
    }
}
