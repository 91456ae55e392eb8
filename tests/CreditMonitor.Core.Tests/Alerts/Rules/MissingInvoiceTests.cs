using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class MissingInvoiceTests
{
    [Fact]
    public void A_gap_in_the_invoice_numbers_of_one_customer_is_told_and_closes_when_it_is_filled()
    {
        var life = Life().Tell(
            Payment("W4NJAXQX-0002", Utc("2026-03-02T09:00:00Z"), 20, ReceiptKind.Subscription), Payment("W4NJAXQX-0005", Utc("2026-03-09T09:00:00Z"), 20, ReceiptKind.Subscription),
            Payment("FMGYQZJB-0009", Utc("2026-03-09T10:00:00Z"), 20, ReceiptKind.Subscription));

        var alert = Assert.Single(life.Poll(Utc("2026-03-10T10:00:00Z")).Events).Alert;
        Assert.Equal((AlertKind.MissingInvoice, "W4NJAXQX-0003 to W4NJAXQX-0004", Severity.Info), (alert.Kind, alert.About, alert.Severity));

        life.Tell(Payment("W4NJAXQX-0003", Utc("2026-03-04T09:00:00Z"), 20, ReceiptKind.Subscription), Payment("W4NJAXQX-0004", Utc("2026-03-05T09:00:00Z"), 20, ReceiptKind.Subscription)).Poll(Utc("2026-03-10T11:00:00Z"));
        Assert.Equal("resolved missing_invoice", life.Said.Last());
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(22, true)]      // twenty are missing
    [InlineData(23, false)]     // another way of numbering
    public void From_one_number_to_twenty_may_be_missing(int next, bool told)
    {
        var life = Life().Tell(Invoice(1, Start), Invoice(next, Paid));

        life.Poll(Ten);

        Assert.Equal(told, life.Events.Of(AlertKind.MissingInvoice).Any());
    }

    [Fact]
    public void It_is_a_warning_after_a_week_and_closes_after_two_months()
    {
        var life = Life().Tell(Invoice(1, Start), Invoice(3, Paid)).PollEvery(Hour, Ten, Ten.AddDays(61));

        Assert.Equal([("raised", Severity.Info), ("reminded", Severity.Warning), ("resolved", Severity.Warning)], life.Events.Of(AlertKind.MissingInvoice).Select(e => (SnakeCase.Of(e.Kind), e.Alert.Severity)));
        Assert.Equal([Paid.AddDays(7), Paid.AddDays(60)], life.Events.Of(AlertKind.MissingInvoice).Skip(1).Select(e => e.At.AddMinutes(-40)));
        Assert.Equal("closed after 60 days", life.Alert(AlertKind.MissingInvoice).Ending);
    }

    [Fact]
    public void An_invoice_that_only_came_by_mail_neither_fills_a_gap_nor_shows_one()
    {
        var life = Life().Tell(Invoice(1, Start), Invoice(2, Paid) with { Claimed = true }, Invoice(3, Paid), Invoice(9, Paid) with { Claimed = true });

        life.Poll(Ten);

        Assert.Equal(["W4NJAXQX-0002"], life.Events.Of(AlertKind.MissingInvoice).Select(e => e.Alert.About));
    }

    private static Receipt Invoice(int number, DateTimeOffset at) => Payment($"W4NJAXQX-{number:0000}", at, 20, ReceiptKind.Subscription);
}
