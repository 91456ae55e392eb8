using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;
using CreditMonitor.Intake;

namespace CreditMonitor.Http.Api;

/// <param name="LastReason">Why it was last told, or why it is silent.</param>
/// <param name="Ending">How it ended; null while open.</param>
internal sealed record AlertBody(
    string Key, string Kind, string About, string Severity, string Subject, string Lead, string? Consequence, string Action, string? ActionUrl, string? TermsUrl, string? Deadline, ImmutableSortedDictionary<string, string> Facts, string? Unknown,
    string RaisedAt, string SaidAt, string LastReason, string? ResolvedAt, string? Ending, AlertWordBody? Word)
{
    public static AlertBody Of(KnownAlert known, DateTimeOffset now)
    {
        var (alert, text) = (known.Alert, known.Alert.Text);
        return new AlertBody(
            alert.Key, SnakeCase.Of(alert.Kind), alert.About, SnakeCase.Of(alert.Severity), text.Subject, text.Lead, text.Consequence, text.Action, ProviderLinks.ActionOf(alert.Kind)?.Url, ProviderLinks.TermsOf(alert.Kind)?.Url, text.Deadline is { } deadline ? InstantText.Format(deadline) : null,
            text.Facts.DistinctBy(fact => fact.Name).ToImmutableSortedDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal), text.Unknown,
            InstantText.Format(alert.RaisedAt), InstantText.Format(alert.SaidAt), SnakeCase.Of(alert.LastReason), alert.ResolvedAt is { } resolved ? InstantText.Format(resolved) : null, alert.Ending,
            known.WordAt(now) is { } word ? new AlertWordBody(SnakeCase.Of(word.Word), word.ToldBy, InstantText.Format(word.ToldAt), word.Until is { } until ? InstantText.Format(until) : null, word.Reason) : null);
    }
}

/// <summary>What somebody on call said.</summary>
internal sealed record AlertWordBody(string Word, string By, string At, string? Until, string? Reason);

/// <param name="Next">Pass as <c>after</c> for the next page; null at the end.</param>
internal sealed record AlertsBody(ImmutableArray<AlertBody> Alerts, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertsBody))]
internal sealed partial class AlertsJson : JsonSerializerContext;
