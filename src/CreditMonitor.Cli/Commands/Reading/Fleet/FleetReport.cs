using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CreditMonitor.Status;

namespace CreditMonitor.Cli.Commands.Reading.Fleet;

/// <summary>What <c>creditmonitor fleet --json</c> prints. Money is a number in US dollars, instants are UTC; null is unknown.</summary>
internal sealed record FleetReport(DateTimeOffset AsOf, ImmutableArray<DeploymentReport> Deployments);

/// <param name="Status">Its own word; <c>unknown</c> when it did not answer.</param>
/// <param name="Well">It sees: its figures are fresh. False too when it did not answer.</param>
/// <param name="Failure">Why there is no status, as one sentence; null when there is one.</param>
internal sealed record DeploymentReport(string Url, string Status, bool Well, DateTimeOffset? AsOf, ImmutableArray<OrganizationLine> Organizations, string? Failure)
{
    public static DeploymentReport Failed(Uri url, string failure) => new(url.ToString().TrimEnd('/'), "unknown", false, null, [], failure);
}

/// <summary>The members of a status that the table shows. Words are kept as they came: a deployment may be of another version.</summary>
internal sealed record OrganizationLine(string Id, string Name, string Status, DateTimeOffset? AsOf, decimal? Balance, RunwayLine? Runway, ExpiryLine? NextExpiry, ImmutableArray<AlertLine> OpenAlerts, string? Blind);

/// <param name="P50">Days.</param>
internal sealed record RunwayLine(decimal? P50);

internal sealed record ExpiryLine(string GrantId, DateTimeOffset At, decimal? Remaining, decimal? ExpectedUnused);

internal sealed record AlertLine(string Kind, string Severity, string Subject);

/// <summary>The body of a deployment's <c>GET /api/status</c>, as far as it is read here.</summary>
internal sealed record StatusAnswerBody(string? Status, DateTimeOffset? AsOf, ImmutableArray<OrganizationLine> Organizations);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantJson)])]
[JsonSerializable(typeof(FleetReport))]
[JsonSerializable(typeof(StatusAnswerBody))]
internal sealed partial class FleetJson : JsonSerializerContext;
