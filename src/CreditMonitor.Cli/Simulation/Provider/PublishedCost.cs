using CreditMonitor.Core;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>A cost figure of the stand-in provider. A later one for the same day and names replaces it once visible.</summary>
/// <param name="VisibleAt">First instant at which the provider answers with it.</param>
internal sealed record PublishedCost(DateOnly Day, string? Project, string? LineItem, string? ApiKey, Usd Amount, DateTimeOffset VisibleAt);
