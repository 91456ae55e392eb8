using System.Collections.Immutable;

namespace CreditMonitor.Core.Forecasting;

/// <summary>Spend still to be published up to the evening of a UTC day, cumulative.</summary>
/// <param name="P10">With one chance in ten it is no more.</param>
public sealed record SpendEvening(DateOnly Day, Usd P10, Usd P50, Usd P90);

/// <summary>The credit that is usable on the evening of a UTC day.</summary>
/// <param name="P10">With one chance in ten it is no more: spend took its 90th percentile.</param>
/// <param name="ByGrant">The middle by grant, in the order in which they were given; a grant that has not started counts nothing yet.</param>
public sealed record CreditEvening(DateOnly Day, Usd P10, Usd P50, Usd P90, ImmutableArray<Usd> ByGrant);
