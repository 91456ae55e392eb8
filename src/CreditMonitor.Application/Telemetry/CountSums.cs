using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace CreditMonitor.Telemetry;

/// <param name="Labels">Names and values, by name.</param>
internal sealed record CountSum(string Counter, ImmutableArray<KeyValuePair<string, string>> Labels, long Sum);

/// <summary>Sums of the monitor's counters since this process began to listen. They begin again with every process, as counters of metrics may.</summary>
internal sealed class CountSums : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, StrongSum> _sums = new(StringComparer.Ordinal);

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

    public ImmutableArray<CountSum> Read() => [.. _sums.Values.Select(sum => sum.Read()).OrderBy(KeyOf, StringComparer.Ordinal)];

    public void Dispose() => _listener.Dispose();

    /// <summary>Whoever counts names its labels in one order; they are put in the order in which they are read only when a sum begins.</summary>
    private void Add(string counter, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = counter;
        foreach (var tag in tags)
        {
            key = $"{key}\u001f{tag.Key}\u001e{tag.Value}";
        }

        if (!_sums.TryGetValue(key, out var sum))
        {
            sum = _sums.GetOrAdd(key, new StrongSum(counter, [.. tags.ToArray().Select(tag => KeyValuePair.Create(tag.Key, tag.Value?.ToString() ?? "")).OrderBy(tag => tag.Key, StringComparer.Ordinal)]));
        }

        sum.Add(count);
    }

    private static string KeyOf(CountSum sum) => $"{sum.Counter}\u001f{string.Join('\u001f', sum.Labels.Select(label => $"{label.Key}\u001e{label.Value}"))}";

    private sealed class StrongSum(string counter, ImmutableArray<KeyValuePair<string, string>> labels)
    {
        private long _value;

        public CountSum Read() => new(counter, labels, Interlocked.Read(ref _value));

        public void Add(long count) => Interlocked.Add(ref _value, count);
    }
}
