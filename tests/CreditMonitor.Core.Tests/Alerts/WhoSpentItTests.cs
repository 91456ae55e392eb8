using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>An alert about an abnormal day names who spent it, and points at nothing that its reader does not have.</summary>
public class WhoSpentItTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");
    private static readonly DateOnly Dear = new(2026, 4, 10);

    [Fact]
    public void The_three_projects_and_line_items_that_spent_most_of_an_abnormal_day_are_in_its_evidence_and_the_largest_in_what_to_do()
    {
        var life = Spending().Broken(Dear, Row("search", "gpt-5, input", 6m), Row("search", "gpt-5, input", 5m), Row("mail", null, 20m), Row(null, "images", 5m), Row("old", "tts", 4m));

        life.PollEvery(TimeSpan.FromHours(3), Utc("2026-04-09T00:00:00Z"), Utc("2026-04-11T12:00:00Z"));

        var text = life.Alert(AlertKind.SpendAnomaly).Text;
        Assert.Equal("10 Apr 2026: $20.00 project mail; $11.00 project search (gpt-5, input); $5.00 no project (images); $4.00 by others", FactOf(text));
        Assert.StartsWith("Ask whoever runs project mail, which spent $20.00, whether this was meant.", text.Action, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_that_asked_nobody_still_knows_who_spent_it()
    {
        var life = Spending().Broken(Dear, Row("mail", null, 40m));
        life.PollEvery(TimeSpan.FromHours(3), Utc("2026-04-09T00:00:00Z"), Utc("2026-04-11T12:00:00Z"));
        var before = FactOf(life.Alert(AlertKind.SpendAnomaly).Text);

        life.Tell(new AlertAction(life.Alert(AlertKind.SpendAnomaly).Key, life.Last.Snapshot.At, "ann", AlertActionKind.Acknowledged, null, "looking"));
        life.Tick(Utc("2026-04-11T12:05:00Z"));

        Assert.NotNull(before);
        Assert.Equal(before, FactOf(life.Alert(AlertKind.SpendAnomaly).Text));
    }

    [Fact]
    public void Shares_of_a_day_that_was_restated_are_those_of_its_new_figure()
    {
        var life = Spending().Broken(Dear, Row("mail", null, 40m));
        life.PollEvery(TimeSpan.FromHours(3), Utc("2026-04-09T00:00:00Z"), Utc("2026-04-11T12:00:00Z"));
        life.Publish(Dear, 50m, Utc("2026-04-11T13:00:00Z")).Broken(Dear, Row("search", null, 50m));

        life.Poll(Utc("2026-04-11T15:00:00Z"));

        Assert.Equal("10 Apr 2026: $50.00 project search", FactOf(life.Alert(AlertKind.SpendAnomaly).Text));
        Assert.Equal(DayShares.Days, life.State.Shares.Length);
    }

    private static string? FactOf(AlertText text) => text.Facts.FirstOrDefault(fact => fact.Name == "spent_by")?.Value;

    private static CostRow Row(string? project, string? item, decimal amount) => new(project, item, null, new Usd(amount));

    private static ALife Spending() =>
        new ALife(AGrant.Of(5_000).EffectiveAt(Start).NeverExpiring()).Spending(2m, new(2026, 3, 1), Dear.AddDays(-1)).Spending(40m, Dear, Dear).Spending(2m, Dear.AddDays(1), new(2026, 4, 30));
}
