using CreditMonitor.Core.Alerts;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class PurchaseNotCreditedTests
{
    [Fact]
    public void A_payment_without_credit_is_told_after_an_hour_again_after_a_day_and_ends_when_credited()
    {
        var life = Life().Tell(Payment("R-1", Paid)).PollEvery(TimeSpan.FromHours(1), Utc("2026-03-10T10:00:00Z"), Utc("2026-03-11T12:00:00Z"));
        life.Tell(Credited("late", Utc("2026-03-11T11:30:00Z"), 50)).Poll(Utc("2026-03-11T12:00:00Z"));

        Assert.Equal(
            [("raised purchase_not_credited", Utc("2026-03-10T11:00:00Z")), ("reminded purchase_not_credited", Utc("2026-03-11T10:00:00Z")), ("resolved purchase_not_credited", Utc("2026-03-11T12:00:00Z"))],
            life.Said.Zip(life.Events.Select(e => e.At)));
        Assert.Contains("credited as grant late", life.Events[^1].Alert.Ending, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(59, null)]
    [InlineData(60, Severity.Warning)]
    [InlineData(24 * 60 - 1, Severity.Warning)]
    [InlineData(24 * 60, Severity.Critical)]
    [InlineData(14 * 24 * 60, Severity.Critical)]
    [InlineData((14 * 24 * 60) + 1, null)]      // history that nobody wrote down
    public void An_hour_is_normal_a_day_is_critical_and_what_is_two_weeks_old_when_first_seen_is_no_news(int minutes, Severity? severity)
    {
        var life = Life().Tell(Payment("R-1", Paid));

        life.Poll(Paid.AddMinutes(minutes));

        Assert.Equal(severity is { } one ? [("purchase_not_credited.R-1.20260310T092000", one)] : [], life.Events.Of(AlertKind.PurchaseNotCredited).Select(e => (e.Alert.Key, e.Alert.Severity)));
    }

    [Theory]
    [InlineData(49.98, true)]
    [InlineData(49.99, false)]
    public void A_cent_less_is_rounding_and_two_are_missing(decimal credited, bool told)
    {
        var life = Life().Tell(Payment("R-1", Paid), Credited("g1", Paid.AddMinutes(5), credited));

        life.Poll(Paid.AddHours(2));

        Assert.Equal(told, life.Events.Of(AlertKind.PurchaseNotCredited).Any());
    }

    [Theory]
    [InlineData(10, 50)]       // within the hour
    [InlineData(-90, 50)]      // declared a little before its receipt came
    [InlineData(-47 * 60, 50)] // a receipt that came the day after next
    [InlineData(60 * 24, 50)]  // days later, but before anybody looks
    public void Credit_of_the_amount_near_the_payment_answers_it(int minutesAfter, decimal amount)
    {
        var life = Life().Tell(Payment("R-1", Paid, 54.44m, tax: 4.44m), Credited("g1", Paid.AddMinutes(minutesAfter), amount));

        life.Poll(Utc("2026-03-13T10:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.PurchaseNotCredited);
    }

    [Fact]
    public void A_back_dated_row_of_the_dashboard_answers_the_purchase_of_the_month_after()
    {
        var life = Life().Tell(Payment("R-1", Paid), Credited("dashboard", Utc("2026-02-28T00:00:00Z"), 50)).PollEvery(TimeSpan.FromHours(1), Utc("2026-03-10T10:00:00Z"), Utc("2026-03-10T14:00:00Z"));

        Assert.DoesNotContain(life.Events, e => e.Alert.Kind == AlertKind.PurchaseNotCredited);
    }

    [Fact]
    public void One_grant_answers_one_payment_and_a_smaller_one_is_short()
    {
        var life = Life().Tell(Payment("R-1", Paid), Payment("R-2", Paid.AddHours(3)), Credited("g1", Paid.AddMinutes(5), 50), Credited("g2", Paid.AddHours(3).AddMinutes(5), 38));

        life.Poll(Utc("2026-03-10T16:00:00Z"));

        var alert = life.Events.Single(e => e.Alert.Kind == AlertKind.PurchaseNotCredited).Alert;
        Assert.Equal("R-2", alert.About);
        Assert.Contains("$12.00", alert.Text.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void A_time_that_is_corrected_ends_what_was_told_of_the_other()
    {
        var life = Life().Tell(Payment("R-1", Paid));
        life.Poll(Paid.AddHours(2));

        life.Tell(Payment("R-1", Paid.AddMinutes(-30))).Poll(Paid.AddHours(3));

        Assert.Equal(["raised purchase_not_credited", "raised purchase_not_credited", "resolved purchase_not_credited"], life.Said.Order(StringComparer.Ordinal));
        Assert.Equal("the payment was told anew, with another time", life.State.Alerts.Single(alert => alert is { Kind: AlertKind.PurchaseNotCredited, IsOpen: false }).Ending);
    }
}
