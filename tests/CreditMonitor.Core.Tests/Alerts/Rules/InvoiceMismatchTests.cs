using System.Globalization;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class InvoiceMismatchTests
{
    [Fact]
    public void A_receipt_whose_credit_and_tax_do_not_make_its_total_is_told() =>
        Assert.Equal([AlertKind.InvoiceMismatch], Life().Tell(Payment("R-1", Paid, 60, tax: 4.44m, credit: 50), Credited("c", Paid, 50)).Poll(Utc("2026-03-10T10:00:00Z")).Events.Select(e => e.Alert.Kind));

    [Theory]
    [InlineData(54.44, "4.44", false)]
    [InlineData(54.45, "4.44", false)]      // a cent is rounding
    [InlineData(54.46, "4.44", true)]
    [InlineData(54.44, null, false)]        // the tax is not told: what is missing may be it
    [InlineData(49.98, null, true)]         // but no tax makes more credit than was paid
    public void A_cent_is_rounding_and_a_tax_that_was_not_told_may_be_the_difference(decimal paid, string? tax, bool told)
    {
        var life = Life().Tell(Payment("R-1", Paid, paid, tax: tax is null ? null : decimal.Parse(tax, CultureInfo.InvariantCulture), credit: 50), Credited("c", Paid, 50));

        life.Poll(Ten);

        Assert.Equal(told ? ["invoice_mismatch.R-1.20260310T092000"] : [], life.Events.Select(e => e.Alert.Key));
    }

    [Fact]
    public void It_ends_when_the_figures_are_corrected()
    {
        var life = Life().Tell(Payment("R-1", Paid, 60, tax: 4.44m, credit: 50), Credited("c", Paid, 50));
        life.Poll(Ten);

        life.Tell(Payment("R-1", Paid, 54.44m, tax: 4.44m, credit: 50)).Poll(Ten + Hour);

        Assert.Equal(["raised invoice_mismatch", "resolved invoice_mismatch"], life.Said);
        Assert.StartsWith("it was corrected", life.Alert(AlertKind.InvoiceMismatch).Ending, StringComparison.Ordinal);
    }

    [Fact]
    public void It_closes_by_itself_after_two_months_and_does_not_pretend_to_be_corrected()
    {
        var life = Life().Tell(Payment("R-1", Paid, 60, tax: 4.44m, credit: 50), Credited("c", Paid, 50));
        life.Poll(Ten);

        life.Poll(Paid.AddDays(60).AddMinutes(1));

        Assert.Equal("closed after 60 days", life.Alert(AlertKind.InvoiceMismatch).Ending);
    }

    [Fact]
    public void An_invoice_although_credit_was_left_is_told_on_its_day()
    {
        var alert = Assert.Single(Life().Tell(Invoice(40)).Poll(Ten).Events).Alert;

        Assert.Equal(("invoice_mismatch.I-1.20260310T092000", Severity.Warning), (alert.Key, alert.Severity));
        Assert.StartsWith("OpenAI invoiced $40.00 although $4,9", alert.Text.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void An_invoice_is_as_it_should_be_where_credit_did_not_suffice_or_it_is_of_a_purchase_or_another_currency()
    {
        Assert.Empty(Life().Tell(Invoice(6_000)).Poll(Ten).Events);
        Assert.Empty(Life().Tell(Invoice(54.44m), Credited("c", Paid.AddDays(-1), 50)).Poll(Ten).Events);
        Assert.Empty(Life().Tell(Invoice(50), Payment("R-1", Paid.AddHours(-1)), Credited("c", Paid.AddHours(-1), 50)).Poll(Ten).Events);
        Assert.Empty(Life().Tell(Invoice(40).In("EUR")).Poll(Ten).Events);
    }

    [Fact]
    public void An_invoice_for_a_month_that_was_billed_monthly_is_as_it_should_be()
    {
        var life = Life();
        life.Organization = life.Organization with { BillingModes = [new(Utc("2025-01-01T00:00:00Z"), BillingMode.Monthly), new(Utc("2026-02-20T00:00:00Z"), BillingMode.Prepaid)] };

        Assert.DoesNotContain(life.Tell(Invoice(40)).Poll(Ten).Events, e => e.Alert.Kind == AlertKind.InvoiceMismatch);
    }

    private static Receipt Invoice(decimal amount) => Payment("I-1", Paid, amount, ReceiptKind.Invoice);

    [Fact]
    public void A_receipt_that_only_came_by_mail_raises_nothing() =>
        Assert.Empty(Life().Tell(Payment("R-1", Paid, 60, tax: 4.44m, credit: 50) with { Claimed = true }).Poll(Ten).Events);
}
