using System.Diagnostics;

namespace CreditMonitor.Telemetry;

/// <summary>Spans of what the monitor does, for whoever listens; nobody listening, none is made. They hold ids, words and counts: no key, no query, no address of a recipient.</summary>
internal static class MonitorTrace
{
    public const string Name = "CreditMonitor";

    private static readonly ActivitySource Source = new(Name);

    /// <param name="trigger">timer or verb.</param>
    public static Activity? Poll(string organization, string asked, string trigger) =>
        Start($"poll {asked}", ActivityKind.Internal, new("organization", organization), new("asked", asked), new("trigger", trigger));

    public static Activity? Request(HttpRequestMessage request) => !Source.HasListeners() ? null : Start(
        $"{request.Method} {request.RequestUri!.Host}", ActivityKind.Client,
        new("http.request.method", request.Method.Method), new("server.address", request.RequestUri.Host), new("url.path", request.RequestUri.AbsolutePath));

    public static Activity? Delivery(string organization, int waiting) =>
        Start("deliver", ActivityKind.Internal, new("organization", organization), new("messages.waiting", waiting));

    /// <param name="outcome">One of few words.</param>
    public static void End(this Activity? span, string outcome, bool well) => span?.SetTag("outcome", outcome).SetStatus(well ? ActivityStatusCode.Unset : ActivityStatusCode.Error);

    /// <param name="status">Null: no answer came.</param>
    public static void EndRequest(this Activity? span, int? status) =>
        span?.SetTag(status is null ? "error.type" : "http.response.status_code", status is { } known ? known : "no_answer").SetStatus(status is null or >= 400 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);

    public static void EndDelivery(this Activity? span, int sent, int left, int parked) => span?.SetTag("mails.sent", sent).SetTag("mails.left", left).SetTag("mails.parked", parked);

    /// <summary>Spans of the server that are nobody's are no parents: whoever samples by parents would leave ours out with them.</summary>
    private static Activity? Start(string name, ActivityKind kind, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        if (Activity.Current?.Source != Source)
        {
            Activity.Current = null;
        }

        return Source.StartActivity(kind, tags: tags.ToArray(), name: name);
    }
}
