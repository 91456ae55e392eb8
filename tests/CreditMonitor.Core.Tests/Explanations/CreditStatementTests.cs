using CreditMonitor.Core.Explanations;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Moments;

namespace CreditMonitor.Core.Tests.Explanations;

public class CreditStatementTests
{
    private static readonly DateTimeOffset[] Cuts = [Utc("2026-02-26T00:00:00Z"), Utc("2026-03-01T00:00:00Z"), Utc("2026-03-04T00:00:00Z"), Utc("2026-04-01T00:00:00Z")];

    [Fact]
    public void Opening_and_what_came_less_what_went_is_closing_and_the_next_time_begins_there() => Seeds.ForEach(1_000, seed =>
    {
        var history = CreditLedger.ReplayHistory(RandomLedger.Of(seed), Cuts[^1]);
        var opening = CreditStatement.Of(history.Entries, Cuts[0], Cuts[0]).Opening;
        foreach (var (from, until) in Cuts.Zip(Cuts.Skip(1)))
        {
            var statement = CreditStatement.Of(history.Entries, from, until);

            Assert.Equal(opening, statement.Opening);
            Assert.Equal(statement.Closing, statement.Opening + statement.Granted - statement.Covered - statement.Owed - statement.Expired - statement.Voided - statement.Refunded);
            Assert.Equal(statement.Usage, statement.Covered + statement.Owed + statement.Due);
            opening = statement.Closing;
        }

        Assert.Equal(history.State.Balance - history.State.Overage, opening);
    });

    [Fact]
    public void Each_grant_says_what_it_paid_and_what_lapsed()
    {
        var grant = AGrant.Of(10).Named("g").EffectiveAt(Noon).ExpiringAt(Noon.AddDays(5));
        var history = CreditLedger.ReplayHistory(ALedger.With(grant).Using(3, Noon.AddDays(-1)).Using(4, Noon.AddHours(1)), Noon.AddDays(9));

        var statement = CreditStatement.Of(history.Entries, Noon.AddHours(-1), Noon.AddDays(9));

        Assert.Equal(new GrantMovement("g", new Usd(10), new Usd(7), new Usd(3), Usd.Zero, Usd.Zero), Assert.Single(statement.Grants));
        Assert.Equal((-3m, 4m, 0m), (statement.Opening.Amount, statement.Covered.Amount, statement.Closing.Amount));
    }
}
