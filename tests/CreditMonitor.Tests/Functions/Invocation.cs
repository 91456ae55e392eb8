using System.Net;
using System.Text;
using System.Text.Json;

namespace CreditMonitor.Tests.Functions;

/// <summary>What the host makes of an answer to a timer's call (<c>facts/azure-functions.md</c> 1.4).</summary>
public enum InvocationResult
{
    Succeeded,
    Failed,

    /// <summary>The host waits until the function times out, then kills the process.</summary>
    NeverCompletes,
}

/// <summary>Judges answers as the host does.</summary>
public static class Invocation
{
    public static async Task<InvocationResult> JudgeAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
        {
            return InvocationResult.Failed;
        }

        if (body.Length == 0)
        {
            return InvocationResult.NeverCompletes;
        }

        return answer.Content.Headers.ContentType?.MediaType is not ("application/json" or "text/json") ? InvocationResult.Failed : KindOf(body) switch
        {
            JsonValueKind.Object => InvocationResult.Succeeded,
            JsonValueKind.Null => InvocationResult.NeverCompletes,
            _ => InvocationResult.Failed,
        };
    }

    /// <summary>The host's body, of no known length: sent in chunks.</summary>
    public static HttpContent Body(string json) => new Chunked(json);

    /// <summary>As the host serializes it.</summary>
    /// <param name="last">Null: the first run ever.</param>
    public static string Timer(DateTimeOffset? last, DateTimeOffset next, bool pastDue = false) =>
        $$$$"""
        {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"{{{{last ?? DateTimeOffset.MinValue:yyyy-MM-dd'T'HH:mm:ss.ffffzzz}}}}",
        "Next":"{{{{next:yyyy-MM-dd'T'HH:mm:sszzz}}}}","LastUpdated":"{{{{last ?? DateTimeOffset.MinValue:yyyy-MM-dd'T'HH:mm:sszzz}}}}"},"IsPastDue":{{{{(pastDue ? "true" : "false")}}}}}},
        "Metadata":{"sys":{"MethodName":"Timer","UtcNow":"2026-11-22T08:00:00.1234567Z","RandGuid":"f49dfeb4-8918-40ce-8af9-45254d796a99"}}}
        """;

    private static JsonValueKind KindOf(string body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind;
    }

    private sealed class Chunked : HttpContent
    {
        private readonly string _json;

        public Chunked(string json)
        {
            _json = json;
            Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var piece in Encoding.UTF8.GetBytes(_json).Chunk(100))
            {
                await stream.WriteAsync(piece);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
