using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>Bodies in the shapes of the provider's published description.</summary>
internal static class FakeAnswers
{
    public static HttpResponseMessage Json(HttpStatusCode status, Action<Utf8JsonWriter> write) => Json(status, Body(write));

    public static ReadOnlyMemory<byte> Body(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(body))
            write(json);

        return body.WrittenMemory;
    }

    public static HttpResponseMessage Json(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage(status) { Content = content };
    }

    public static HttpResponseMessage Page() => new(HttpStatusCode.OK)
    {
        Content = new StringContent("<!doctype html><title>Just a moment…</title>", Encoding.UTF8, "text/html"),
    };

    public static HttpResponseMessage Error(HttpStatusCode status, string type, string message, string? param = null, string? code = null) => Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteString("type", type);
        json.WriteString("param", param);
        json.WriteString("code", code);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private const int MostInAList = 100;

    /// <summary>A page of a list whose cursor is the last entry's id.</summary>
    public static HttpResponseMessage List<T>(ILookup<string, string> parameters, IReadOnlyCollection<T> all, Func<T, string> idOf, Action<Utf8JsonWriter, T> write)
    {
        var after = parameters["after"].FirstOrDefault();
        var rest = after is null ? all : [.. all.SkipWhile(entry => idOf(entry) != after).Skip(1)];
        var limit = int.TryParse(parameters["limit"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, MostInAList) : 20;
        T[] page = [.. rest.Take(limit)];
        return Json(HttpStatusCode.OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var entry in page)
            {
                json.WriteStartObject();
                write(json, entry);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("first_id", page.Length == 0 ? null : idOf(page[0]));
            json.WriteString("last_id", page.Length == 0 ? null : idOf(page[^1]));
            json.WriteBoolean("has_more", rest.Count > limit);
            json.WriteEndObject();
        });
    }

    public static HttpResponseMessage NotFound() => Error(HttpStatusCode.NotFound, "invalid_request_error", "There is nothing at this address.");

    public static void StartBucket(Utf8JsonWriter json, DateOnly day)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
        json.WriteStartObject();
        json.WriteString("object", "bucket");
        json.WriteNumber("start_time", start);
        json.WriteNumber("end_time", start + 86_400);
        json.WriteStartArray("results");
    }

    public static void EndBucket(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Result(Utf8JsonWriter json, CostNames names, Usd amount, bool asText)
    {
        json.WriteStartObject();
        json.WriteString("object", "organization.costs.result");
        json.WriteStartObject("amount");
        if (asText)
            json.WriteString("value", amount.IsZero ? "0E-6176" : amount.ToExactString());
        else
            json.WriteNumber("value", amount.Amount);
        json.WriteString("currency", "usd");
        json.WriteEndObject();
        json.WriteString("line_item", names.LineItem);
        json.WriteString("project_id", names.Project);
        json.WriteString("api_key_id", names.ApiKey);
        json.WriteNull("quantity");
        json.WriteEndObject();
    }

    public static void Project(Utf8JsonWriter json, Project project, DateTimeOffset createdAt, DateTimeOffset? archivedAt)
    {
        json.WriteStartObject();
        json.WriteString("id", project.Id);
        json.WriteString("object", "organization.project");
        json.WriteString("name", project.Name);
        json.WriteNumber("created_at", createdAt.ToUnixTimeSeconds());
        if (archivedAt is { } at)
            json.WriteNumber("archived_at", at.ToUnixTimeSeconds());
        else
            json.WriteNull("archived_at");
        json.WriteString("status", project.Archived ? "archived" : "active");
        json.WriteEndObject();
    }

    public static HttpResponseMessage SpendLimit(SpendLimit limit) => Json(HttpStatusCode.OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "organization.spend_limit");
        json.WriteNumber("threshold_amount", decimal.ToInt64(decimal.Round(limit.Amount.Amount * 100m)));
        json.WriteString("currency", "USD");
        json.WriteString("interval", "month");
        json.WriteStartObject("enforcement");
        json.WriteString("status", limit.Enforcing ? "enforcing" : "inactive");
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
