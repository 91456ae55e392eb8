using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

public class BillingModeTests
{
    private static readonly DateTimeOffset Noon = Moments.Noon;

    [Fact]
    public void Billed_monthly_credit_is_used_first_and_the_rest_is_due_on_the_invoice()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10)).Using(14, Noon).BilledMonthlyFrom(Noon.AddDays(-9)));

        Assert.Equal((4m, 0m, 14m), (state.DueOnInvoice.Amount, state.Overage.Amount, state.TotalUsage.Amount));
    }

    [Fact]
    public void What_is_due_on_the_invoice_is_never_taken_from_a_later_grant()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10)).Using(4, Noon.AddDays(-1)).BilledMonthlyFrom(Noon.AddDays(-9)));

        Assert.Equal((4m, 10m), (state.DueOnInvoice.Amount, state.Balance.Amount));
    }

    [Fact]
    public void A_billing_mode_holds_from_its_instant_on_inclusive()
    {
        var facts = ALedger.With().Using(1, Noon.AddTicks(-1)).Using(2, Noon).Using(4, Noon.AddDays(1)).PrepaidFrom(Noon.AddDays(1)).BilledMonthlyFrom(Noon);

        var state = CreditLedger.Replay(facts);

        Assert.Equal((5m, 2m), (state.Overage.Amount, state.DueOnInvoice.Amount));
    }

    [Fact]
    public void What_was_owed_while_prepaid_is_still_taken_from_a_grant_that_starts_while_billed_monthly()
    {
        var state = CreditLedger.Replay(ALedger.With(AGrant.Of(10)).Using(3, Noon.AddDays(-2)).BilledMonthlyFrom(Noon.AddDays(-1)));

        Assert.Equal((0m, 7m), (state.Overage.Amount, state.Balance.Amount));
    }

    [Fact]
    public void Two_billing_modes_from_one_instant_are_refused()
    {
        Assert.Throws<ArgumentException>(() => CreditLedger.Replay(ALedger.With().PrepaidFrom(Noon).BilledMonthlyFrom(Noon)));
    }

    [Fact]
    public void Each_months_uncovered_usage_is_due_on_that_months_invoice()
    {
        var state = CreditLedger.Replay(ALedger.With().Using(3, Moments.Utc("2026-03-31T23:59:59Z")).Using(4, Moments.Utc("2026-04-01T01:00:00+02:00")).Using(5, Moments.Utc("2026-04-01T00:00:00Z")).BilledMonthlyFrom(Noon));

        Assert.Equal([new MonthDue(new(2026, 3, 1), new Usd(7)), new MonthDue(new(2026, 4, 1), new Usd(5))], state.DueByMonth);
        Assert.Equal(12m, state.DueOnInvoice.Amount);
    }
}
