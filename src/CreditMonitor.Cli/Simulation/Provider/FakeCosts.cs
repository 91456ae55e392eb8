using System.Net;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>What a figure is for. Null in an answer: not asked for, or not attributed.</summary>
internal readonly record struct CostNames(string? Project, string? LineItem, string? ApiKey);

/// <summary>Every figure of the stand-in provider, by day, and the pages of them.</summary>
/// <remarks>Keeps the page that it told last until a figure or the day changes: an hour later the same is asked again, and mostly the same is told.</remarks>
internal sealed class FakeCosts
{
    private readonly Dictionary<DateOnly, FakeDay> _days = [];
    private Told? _told;

    public void Publish(PublishedCost cost)
    {
        if (!_days.TryGetValue(cost.Day, out var day))
            _days.Add(cost.Day, day = new FakeDay(cost.Day));

        day.Publish(cost);
        _told = null;
    }

    /// <param name="pageCap">Most days in a page, whatever was asked for.</param>
    public HttpResponseMessage Answer(ILookup<string, string> parameters, int pageCap, FaultMode? fault, DateTimeOffset now)
    {
        if (_told is { } told && told.Parameters == parameters && told.PageCap == pageCap && told.Fault == fault && told.From <= now && now < told.Until)
            return FakeAnswers.Json(HttpStatusCode.OK, told.Body);

        if (CostsQuery.Read(parameters, out var badParameter, out var message) is not { } query)
            return FakeAnswers.Error(HttpStatusCode.BadRequest, "invalid_request_error", message, badParameter, "invalid_request_error");

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var end = query.End is { } asked && asked <= today ? asked : today.AddDays(1);
        var pageEnd = DateOnly.FromDayNumber(Math.Min(end.DayNumber, query.From.DayNumber + Math.Min(query.Limit, pageCap)));
        var until = CostHistory.DayEnd(today);
        var body = FakeAnswers.Body(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "page");
            json.WriteStartArray("data");
            for (var day = query.From; day < pageEnd; day = day.AddDays(1))
            {
                if (fault is not FaultMode.EmptyBuckets && _days.TryGetValue(day, out var figures))
                {
                    json.WriteRawValue(figures.Bucket(query, asText: fault is FaultMode.StringAmounts, now), skipInputValidation: true);
                    until = figures.NextChange(now) is var change && change < until ? change : until;
                    continue;
                }

                FakeAnswers.StartBucket(json, day);
                FakeAnswers.EndBucket(json);
            }

            json.WriteEndArray();
            json.WriteBoolean("has_more", pageEnd < end);
            json.WriteString("next_page", pageEnd < end ? query.CursorAt(pageEnd) : null);
            json.WriteEndObject();
        });
        _told = new Told(parameters, pageCap, fault, now, until, body);
        return FakeAnswers.Json(HttpStatusCode.OK, body);
    }

    private sealed record Told(ILookup<string, string> Parameters, int PageCap, FaultMode? Fault, DateTimeOffset From, DateTimeOffset Until, ReadOnlyMemory<byte> Body);
}
