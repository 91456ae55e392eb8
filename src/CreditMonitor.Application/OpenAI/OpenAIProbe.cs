using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.OpenAI;

/// <summary>One word of input, one token of output, not stored: a few millionths of a dollar with a small model. What its codes mean is in <see cref="Core.Alerts.RefusalCauses"/>.</summary>
internal sealed class OpenAIProbe(HttpClient http, TimeProvider clock) : IProbe
{
    private const int MaxBody = 64 * 1024;
    private const int MaxCode = 80;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<ProbeAnswer> AskAsync(Uri baseUrl, ProbeSettings probe, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, baseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/chat/completions")
            {
                Content = new StringContent(BodyOf(probe.Model), Encoding.UTF8, "application/json"),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", probe.ApiKey) },
            };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode ? new ProbeAnswer.Succeeded() : Judge((int)response.StatusCode, await CodeAsync(response.Content, probe.ApiKey, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeAnswer.Unknown($"no answer within {Patience.TotalSeconds:0} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new ProbeAnswer.Unknown("no connection to the provider could be made");
        }
    }

    /// <summary>Too many requests a minute, a failing provider and an unknown model say nothing of credit.</summary>
    private static ProbeAnswer Judge(int status, string? code) => (status, code) switch
    {
        _ when RefusalCauses.Of(code) is RefusalCause.Model => new ProbeAnswer.Unknown("the provider does not know the model; check the setting Probe:Model"),
        _ when code is not null && RefusalCauses.Of(code).IsPassing() => new ProbeAnswer.Unknown($"the provider answered HTTP {status}, {code}"),
        (402, _) => new ProbeAnswer.Refused(RefusalCauses.Of(code) is RefusalCause.Unknown ? "payment_required" : code!),
        (429, null) or ( >= 500, _) => new ProbeAnswer.Unknown($"the provider answered HTTP {status}{(code is null ? "" : $", {code}")}"),
        (404, _) => new ProbeAnswer.Unknown("the provider does not know the model; check the setting Probe:Model"),
        (_, { } named) => new ProbeAnswer.Refused(named),
        (401, _) => new ProbeAnswer.Refused("invalid_api_key"),
        _ => new ProbeAnswer.Unknown($"the provider answered HTTP {status} without an error code"),
    };

    private static string BodyOf(string model)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("messages");
            json.WriteStartObject();
            json.WriteString("role", "user");
            json.WriteString("content", "1");
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNumber("max_completion_tokens", 1);
            json.WriteBoolean("store", false);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(body.ToArray());
    }

    /// <summary>The error's code, else its type: the one that names a cause. Where neither does, and the message does, the cause in our words.
    /// Null when there is none that could be one, or it has the key in it, as a gateway may echo it.</summary>
    private static async Task<string?> CodeAsync(HttpContent content, string secret, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBody];
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(buffer.AsMemory(0, length), new JsonDocumentOptions { MaxDepth = 8 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? CodeOf(error, secret) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? CodeOf(JsonElement error, string secret)
    {
        var (code, type) = (TextOf(error, "code", secret), TextOf(error, "type", secret));
        var named = new[] { code, type }.FirstOrDefault(text => RefusalCauses.Of(text) is not RefusalCause.Unknown);
        var said = named is null && error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? RefusalCauses.Of(message.GetString()) : RefusalCause.Unknown;
        return named ?? (said is RefusalCause.Unknown ? code ?? type : SnakeCase.Of(said));
    }

    private static string? TextOf(JsonElement error, string name, string secret) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= MaxCode } text && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') && ProviderText.Quote(text, secret) == text ? text : null;
}
