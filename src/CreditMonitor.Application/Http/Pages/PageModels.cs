using System.Collections.Immutable;
using CreditMonitor.Status;

namespace CreditMonitor.Http.Pages;

/// <summary>What the fleet's page shows.</summary>
/// <param name="Now">When the page was made, for how far off things are.</param>
public sealed record FleetPageModel(StatusAnswer Answer, DateTimeOffset Now);

/// <param name="Fault">Why signing in failed; null before it was tried.</param>
/// <param name="Next">Where it leads.</param>
/// <param name="AsksAgain">The browser may have held a session back, because a link from elsewhere led here.</param>
public sealed record SignInModel(string? Fault, string Next, bool AsksAgain);

public sealed record NoticeModel(string Heading, string Text);

/// <param name="Organizations">Empty: their names are not for this caller.</param>
public sealed record SubscribeModel(ImmutableArray<(string Id, string Name)> Organizations, ImmutableArray<string> Faults, string FormToken);
