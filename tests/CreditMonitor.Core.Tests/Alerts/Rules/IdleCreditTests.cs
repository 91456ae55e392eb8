using System.Globalization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class IdleCreditTests
{
    [Fact]
    public void Sixty_days_of_published_zero_are_idle_and_a_day_without_a_figure_breaks_the_count()
    {
        ALife Idle(DateOnly? unknown)
        {
            var life = new ALife(AGrant.Of(25).EffectiveAt(Start).NeverExpiring());
            for (var day = new DateOnly(2026, 3, 1); day < new DateOnly(2026, 6, 1); day = day.AddDays(1))
            {
                if (day != unknown)
                {
                    life.Spending(0, day, day);
                }
            }

            return life.PollEvery(TimeSpan.FromHours(6), Start, Utc("2026-05-10T00:00:00Z"));
        }

        Assert.Equal(["raised idle_credit"], Idle(null).Said);
        Assert.Empty(Idle(new DateOnly(2026, 4, 10)).Said);
    }

    [Fact]
    public void It_is_told_at_sixty_a_hundred_and_twenty_and_two_hundred_and_forty_days()
    {
        var life = Unused(AGrant.Of(25), new(2026, 11, 30)).PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-11-30T00:00:00Z"));

        Assert.Equal([60, 120, 240], life.Events.Select(e => (int)(e.At - Start).TotalDays));
        Assert.All(life.Events, e => Assert.Equal(("idle_credit.balance.20260301", Severity.Info), (e.Alert.Key, e.Alert.Severity)));
    }

    [Theory]
    [InlineData(GrantKind.Paid, 0.99)]
    [InlineData(GrantKind.Promotional, 25)]
    public void Credit_that_was_given_and_less_than_a_dollar_may_idle(GrantKind kind, decimal amount)
    {
        var life = Unused(AGrant.Of(amount) with { Kind = kind }, new(2026, 5, 31)).PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-05-31T00:00:00Z"));

        Assert.Empty(life.Events);
    }

    [Theory]
    [InlineData("2", "it is used again: $2.00 on 10 May 2026")]
    [InlineData(null, "a day without a figure broke the count")]
    public void Use_ends_it_and_so_does_a_day_that_is_not_known(string? spent, string ending)
    {
        var life = Unused(AGrant.Of(25), new(2026, 5, 9)).PollEvery(TimeSpan.FromHours(12), Start, Utc("2026-05-10T12:00:00Z"));
        if (spent is not null)
        {
            life.Spending(decimal.Parse(spent, CultureInfo.InvariantCulture), new(2026, 5, 10), new(2026, 5, 10));
        }

        life.Spending(0, new(2026, 5, 11), new(2026, 5, 12)).PollEvery(TimeSpan.FromHours(12), Utc("2026-05-10T12:00:00Z"), Utc("2026-05-13T12:00:00Z"));

        Assert.Equal(ending, life.Alert(AlertKind.IdleCredit).Ending);
    }

    private static ALife Unused(CreditGrant grant, DateOnly until) => new ALife(grant.EffectiveAt(Start).NeverExpiring()).Spending(0, new(2026, 3, 1), until);
}
