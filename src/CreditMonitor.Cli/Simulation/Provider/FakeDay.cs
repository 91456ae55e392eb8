using System.Buffers;
using System.Text.Json;
using CreditMonitor.Core;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>One day's figures, with the instants at which they change.</summary>
/// <remarks>Keeps its bucket as last told until a figure changes: a replayed year asks for each day some two hundred times.</remarks>
internal sealed class FakeDay(DateOnly day)
{
    private readonly Dictionary<CostNames, Timeline<Usd>> _figures = [];
    private (bool ByProject, bool ByLineItem, bool ByApiKey, bool AsText) _toldAs;
    private (DateTimeOffset From, DateTimeOffset Until) _toldFor;
    private byte[]? _told;

    public void Publish(PublishedCost cost)
    {
        var names = new CostNames(cost.Project, cost.LineItem, cost.ApiKey);
        if (!_figures.TryGetValue(names, out var timeline))
            _figures.Add(names, timeline = new Timeline<Usd>());

        timeline.Add(cost.VisibleAt, cost.Amount);
        _told = null;
    }

    /// <summary>When a figure changes next; the end of time when none does.</summary>
    public DateTimeOffset NextChange(DateTimeOffset now) => _figures.Values.Min(timeline => timeline.NextAfter(now));

    /// <summary>The day's bucket with what is visible at <paramref name="now"/>, summed over what was not asked for.</summary>
    public ReadOnlySpan<byte> Bucket(CostsQuery query, bool asText, DateTimeOffset now)
    {
        var shape = (query.ByProject, query.ByLineItem, query.ByApiKey, asText);
        var filtered = !query.Projects.IsEmpty || !query.ApiKeys.IsEmpty;
        if (!filtered && _told is not null && _toldAs == shape && _toldFor.From <= now && now < _toldFor.Until)
            return _told;

        var body = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(body))
            Write(json, query, asText, now);

        if (!filtered)
            (_told, _toldAs, _toldFor) = (body.WrittenSpan.ToArray(), shape, (now, NextChange(now)));

        return body.WrittenSpan;
    }

    private void Write(Utf8JsonWriter json, CostsQuery query, bool asText, DateTimeOffset now)
    {
        FakeAnswers.StartBucket(json, day);
        foreach (var (names, amount) in Visible(query, now))
            FakeAnswers.Result(json, names, amount, asText);

        FakeAnswers.EndBucket(json);
    }

    private Dictionary<CostNames, Usd> Visible(CostsQuery query, DateTimeOffset now)
    {
        var sums = new Dictionary<CostNames, Usd>();
        foreach (var (names, timeline) in _figures)
        {
            if (!query.Includes(names) || !timeline.TryGet(now, out var amount))
                continue;

            var group = query.Group(names);
            sums[group] = sums.GetValueOrDefault(group) + amount;
        }

        return sums;
    }
}
