using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>An alert of which nothing new is to be said stays the very same, so that nothing of it is written; whatever a reader would see changed makes another.</summary>
public class AlertsThatStandTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static Finding Found(string figure = "$5.00", string lapsing = "$1.00", int step = 1) => new(
        AlertKind.LowBalance, "balance", "march", Severity.Warning, step,
        new AlertText("subject", "lead", null, "action", null, [new AlertFact("balance", figure)]) { Lapsing = [new LapsingGrant("g", new Usd(decimal.Parse(lapsing[1..], System.Globalization.CultureInfo.InvariantCulture)), Noon, null, null, null, null, null)] });

    private static AlertState After(ImmutableArray<AlertState> known, Finding found, int hour) =>
        Assert.Single(AlertPolicy.Decide(known, [found], ImmutableDictionary<string, AlertAction>.Empty, _ => "it is over", _ => false, Noon.AddHours(hour)).Alerts);

    private static AlertState Standing() => After([After([], Found(), 0)], Found(), 1);

    [Fact]
    public void Found_again_with_the_same_figures_it_is_the_same()
    {
        var standing = Standing();

        Assert.Equal(NotifyReason.UnchangedSinceLastSent, standing.LastReason);
        Assert.Same(standing, After([standing], Found(), 2));
    }

    [Fact]
    public void Another_figure_is_kept()
    {
        Assert.Equal("$4.00", After([Standing()], Found("$4.00"), 2).Text.Facts[0].Value);
        Assert.Equal(new Usd(2m), After([Standing()], Found(lapsing: "$2.00"), 2).Text.Lapsing!.Value[0].Remaining);
        Assert.Equal(0, After([Standing()], Found(step: 0), 2).Step);
    }
}
