using System.Net;
using CreditMonitor.Core;

namespace CreditMonitor.StandIn;

/// <summary>What a figure is for. Null in an answer: not asked for, or not attributed.</summary>
internal readonly record struct CostNames(string? Project, string? LineItem, string? ApiKey);

/// <summary>Every figure of the stand-in provider, by day, with the instants at which it changes.</summary>
internal sealed class StandInCosts
{
    private readonly Dictionary<DateOnly, Dictionary<CostNames, Timeline<Usd>>> _days = [];

    public void Publish(PublishedCost cost)
    {
        if (!_days.TryGetValue(cost.Day, out var figures))
            _days.Add(cost.Day, figures = []);

        var names = new CostNames(cost.Project, cost.LineItem, cost.ApiKey);
        if (!figures.TryGetValue(names, out var timeline))
            figures.Add(names, timeline = new Timeline<Usd>());

        timeline.Add(cost.VisibleAt, cost.Amount);
    }

    /// <param name="pageCap">Most days in a page, whatever was asked for.</param>
    public HttpResponseMessage Answer(ILookup<string, string> parameters, int pageCap, FaultMode? fault, DateTimeOffset now)
    {
        if (CostsQuery.Read(parameters, out var badParameter, out var message) is not { } query)
            return StandInAnswers.Error(HttpStatusCode.BadRequest, "invalid_request_error", message, badParameter, "invalid_request_error");

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var end = query.End is { } asked && asked <= today ? asked : today.AddDays(1);
        var pageEnd = DateOnly.FromDayNumber(Math.Min(end.DayNumber, query.From.DayNumber + Math.Min(query.Limit, pageCap)));
        return StandInAnswers.Json(HttpStatusCode.OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "page");
            json.WriteStartArray("data");
            for (var day = query.From; day < pageEnd; day = day.AddDays(1))
            {
                StandInAnswers.StartBucket(json, day);
                foreach (var (names, amount) in fault is FaultMode.EmptyBuckets ? [] : Read(day, query, now))
                    StandInAnswers.Result(json, names, amount, asText: fault is FaultMode.StringAmounts);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteBoolean("has_more", pageEnd < end);
            json.WriteString("next_page", pageEnd < end ? query.CursorAt(pageEnd) : null);
            json.WriteEndObject();
        });
    }

    /// <summary>The day's figures as visible at <paramref name="now"/>, summed over what was not asked for; empty when nothing is visible.</summary>
    private List<KeyValuePair<CostNames, Usd>> Read(DateOnly day, CostsQuery query, DateTimeOffset now)
    {
        if (!_days.TryGetValue(day, out var figures))
            return [];

        var sums = new Dictionary<CostNames, Usd>();
        foreach (var (names, timeline) in figures)
        {
            if (!query.Includes(names) || !timeline.TryGet(now, out var amount))
                continue;

            var group = query.Group(names);
            sums[group] = sums.GetValueOrDefault(group) + amount;
        }

        return [.. sums];
    }
}
