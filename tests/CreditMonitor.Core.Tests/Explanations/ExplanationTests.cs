using CreditMonitor.Core.Explanations;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Records;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Explanations;

/// <summary>"It was removed from my card and I still have $0." "What are these charges?" "Is it taken from the $1,000 or from the card?"</summary>
public class ExplanationTests
{
    private static readonly DateTimeOffset March = Utc("2026-03-01T00:00:00Z");

    private static ALife Life(params CreditGrant[] grants) => new ALife(grants).Spending(10, new(2026, 3, 1), new(2026, 3, 31)).PollEvery(TimeSpan.FromDays(1), March, Utc("2026-04-03T00:00:00Z"));

    private static Receipt Paid(string id, string at, decimal amount, ReceiptKind kind = ReceiptKind.CreditPurchase) => new(id, Utc(at), "test", Utc(at), kind, Money.Of(amount, "USD"), null, null);

    private static CardCharge Charged(string id, string day, decimal amount, string text = "OPENAI") => Given.Charge(id, March, DateOnly.Parse(day), amount, text);

    private static string Words(ALife life, string asOf = "2026-04-02T12:00:00Z")
    {
        var organization = life.Organization with { Grants = life.State.Told.Merge(life.Organization.Grants) };
        var history = CreditLedger.ReplayHistory(OrganizationLedger.Of(organization, life.State.History, Utc(asOf)).Facts, Utc(asOf));
        return string.Join('\n', Explanation.Of(organization, history, life.State.History, life.State.Costs.LastOkAt, RecordReconciliation.Of(life.State.Told, organization.Grants), March, March.AddMonths(1), "March 2026", Utc(asOf)).Sentences);
    }

    [Fact]
    public void A_month_says_what_came_in_what_usage_cost_which_grant_paid_and_what_is_left()
    {
        var words = Words(Life(AGrant.Of(200).Named("old").EffectiveAt(March.AddDays(-20)).ExpiringAt(March.AddDays(10)), AGrant.Of(500).Named("new").EffectiveAt(March.AddDays(5)).NeverExpiring()));

        Assert.Contains("began with $200.00 of credit", words, StringComparison.Ordinal);
        Assert.Contains("$500.00 came in as paid grant new.", words, StringComparison.Ordinal);
        Assert.Contains("Usage cost $310.00 by OpenAI's published costs.", words, StringComparison.Ordinal);
        Assert.Contains("$100.00 from old, $210.00 from new", words, StringComparison.Ordinal);
        Assert.Contains("$100.00 of grant old lapsed unused.", words, StringComparison.Ordinal);
        Assert.Contains("$200.00 + $500.00 credit − $310.00 usage − $100.00 lapsed = $290.00", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_adds_the_figures_of_a_month_finds_them_right() => Seeds.ForEach(25, seed =>
    {
        var random = new Random(seed);
        var life = new ALife(AGrant.Of(900 + (random.Next(1, 10_000) / 10_000m)).Named("g").EffectiveAt(March.AddDays(-20)).NeverExpiring());
        for (var day = new DateOnly(2026, 2, 20); day <= new DateOnly(2026, 3, 31); day = day.AddDays(1))
        {
            life.Spending(random.Next(1, 200_000) / 10_000m, day, day);
        }

        var words = Words(life.PollEvery(TimeSpan.FromDays(1), March.AddDays(-8), Utc("2026-04-03T00:00:00Z")));
        var sum = System.Text.RegularExpressions.Regex.Match(words, @"(\S+) \+ (\S+) credit − (\S+) usage − (\S+) lapsed = ([^\s:]+)");

        var figures = sum.Groups.Values.Skip(1).Select(group => decimal.Parse(group.Value.Replace("$", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(figures[4], figures[0] + figures[1] - figures[2] - figures[3]);
    });

    [Fact]
    public void Billed_monthly_it_says_what_credit_covered_and_what_the_card_will_be_charged()
    {
        var life = Life(AGrant.Of(100).Named("bonus").EffectiveAt(March).NeverExpiring());
        life.Organization = life.Organization with { BillingModes = [new(March.AddDays(-1), BillingMode.Monthly)] };

        Assert.Contains("Credit paid $100.00: $100.00 from bonus.\n$210.00 falls due on the month's invoice", Words(life), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cards_charges_say_what_they_paid_for_and_the_odd_one_that_nothing_explains_it()
    {
        var life = Life(AGrant.Of(50).Named("g1").EffectiveAt(Utc("2026-03-03T10:05:00Z")).NeverExpiring())
            .Tell(Paid("W4NJAXQX-0002", "2026-03-03T10:00:00Z", 50), Charged("c1", "2026-03-03", 50), Charged("c2", "2026-03-09", 20, "OPENAI *CHATGPT SUBSCR"), Paid("seat", "2026-03-09T09:00:00Z", 20, ReceiptKind.Subscription), Charged("c3", "2026-03-12", 77));

        var words = Words(life);

        Assert.Contains("charged $50.00 (OPENAI) for credit: receipt W4NJAXQX-0002, and $50.00 became grant g1.", words, StringComparison.Ordinal);
        Assert.Contains("for ChatGPT seats, seat: that is no API credit.", words, StringComparison.Ordinal);
        Assert.Contains("charged $77.00 (OPENAI): unexplained", words, StringComparison.Ordinal);
    }

    [Fact]
    public void A_payment_that_became_no_credit_and_days_without_a_figure_are_named()
    {
        var life = new ALife(AGrant.Of(50).Named("g1").EffectiveAt(March).NeverExpiring()).Spending(1, new(2026, 3, 1), new(2026, 3, 9)).PollEvery(TimeSpan.FromDays(1), March, Utc("2026-03-12T00:00:00Z")).Tell(Paid("R-1", "2026-03-10T10:00:00Z", 70));

        var words = Words(life, "2026-03-12T00:00:00Z");

        Assert.Contains("Payment R-1 of $70.00 on Tuesday 10 March 2026, 10:00 UTC became no credit", words, StringComparison.Ordinal);
        Assert.Contains("OpenAI has published no cost", words, StringComparison.Ordinal);
        Assert.Contains("No card statement was imported", words, StringComparison.Ordinal);
    }
}
