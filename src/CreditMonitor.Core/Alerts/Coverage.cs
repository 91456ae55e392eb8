using System.Collections.Immutable;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Core.Alerts;

/// <summary>Who would be notified of expiring credit. A warning without a reader is none.</summary>
/// <param name="Uncovered">Of the grants with something left and an end: those of whose expiry no confirmed subscription would be notified in time.</param>
/// <param name="Expiring">How many grants with something left and an end there are.</param>
/// <param name="Confirmed">How many subscriptions are confirmed.</param>
/// <param name="InWords">Subscriptions by status, such as <c>1 confirmed, 2 bounced</c>; <c>none</c>.</param>
public sealed record Coverage(ImmutableArray<GrantOutlook> Uncovered, int Expiring, int Confirmed, string InWords)
{
    public static Coverage None { get; } = new([], 0, 0, "none");
}
