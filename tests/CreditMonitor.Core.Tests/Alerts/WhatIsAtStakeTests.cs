using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>Subscribers may ask for alerts of so many dollars and more; an alert that knows its dollars has to say them.</summary>
public class WhatIsAtStakeTests
{
    private static readonly DateTimeOffset Start = Utc("2026-03-01T00:00:00Z");

    [Fact]
    public void A_limit_that_was_passed_says_by_how_much()
    {
        var life = new ALife(AGrant.Of(1_000).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 3, 20)).LimitedTo(100, enforcing: true);

        life.PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-03-14T12:00:00Z"));

        // The tenth day makes a hundred dollars, which is the limit; two more are published by then.
        Assert.Equal(new Usd(0m), life.Events.First(e => e.Alert.Kind == AlertKind.SpendLimitExceeded).Alert.Text.AtStake);
        Assert.Equal(new Usd(20m), life.State.Alerts.First(alert => alert.Kind == AlertKind.SpendLimitExceeded).Text.AtStake);
    }

    [Fact]
    public void Payments_say_their_amount_and_in_another_currency_nothing()
    {
        Receipt Paid(string id, string at, string currency) => new(id, Utc(at), "ops", Utc(at), ReceiptKind.CreditPurchase, Money.Of(50m, currency), null, new Usd(50m));
        var dollars = new ALife(AGrant.Of(50).EffectiveAt(Start)).Tell(Paid("a", "2026-03-02T10:00:00Z", "USD"), Paid("b", "2026-03-02T10:05:00Z", "USD"));
        var euros = new ALife(AGrant.Of(50).EffectiveAt(Start)).Tell(Paid("a", "2026-03-02T10:00:00Z", "EUR"), Paid("b", "2026-03-02T10:05:00Z", "EUR"));

        dollars.Poll(Utc("2026-03-02T10:30:00Z"));
        euros.Poll(Utc("2026-03-02T10:30:00Z"));

        Assert.Equal(new Usd(50m), Assert.Single(dollars.Events, e => e.Alert.Kind == AlertKind.DuplicateCharge).Alert.Text.AtStake);
        Assert.Null(Assert.Single(euros.Events, e => e.Alert.Kind == AlertKind.DuplicateCharge).Alert.Text.AtStake);
    }

    [Fact]
    public void What_comes_late_after_blindness_says_when_the_burn_rate_had_made_it_due()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 4, 30)).Failing(Utc("2026-04-01T00:00:00Z"), Utc("2026-04-09T00:00:00Z"));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-04-09T12:00:00Z"));

        var late = life.Events.First(e => e.Alert is { Kind: AlertKind.LowBalance } && e.Kind == AlertEventKind.Raised).Late!;
        Assert.True(late.ByBurnRate);
        Assert.InRange(late.DueAt!.Value, Utc("2026-04-05T00:00:00Z"), Utc("2026-04-06T23:00:00Z"));    // fourteen days before the fiftieth day's evening
        Assert.Equal("costs could not be read from OpenAI", late.Cause);
    }

    [Fact]
    public void An_alert_told_often_remembers_when()
    {
        var life = new ALife(AGrant.Of(500).EffectiveAt(Start)).Spending(10, new(2026, 3, 1), new(2026, 4, 30));

        life.PollEvery(TimeSpan.FromHours(1), Start, Utc("2026-04-19T12:00:00Z"));

        var told = life.Events.Where(e => e.Alert.Kind == AlertKind.LowBalance && e.Kind != AlertEventKind.Resolved).ToList();
        Assert.Null(told[0].Alert.Earlier);
        Assert.Equal(told.SkipLast(1).Select(e => e.At), told[^1].Alert.Earlier!.Value);
    }
}
