using System.Globalization;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger;

/// <summary>The engine against <see cref="AuditorModel"/> over random ledgers; CREDITMONITOR_AUDIT_LEDGERS sets how many.</summary>
public class AuditTests
{
    private const int Ledgers = 2_000;

    [Fact]
    public void The_engine_agrees_with_the_auditor_to_the_last_decimal()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("CREDITMONITOR_AUDIT_LEDGERS"), CultureInfo.InvariantCulture, out var asked) ? asked : Ledgers;
        Seeds.ForEach(count, seed =>
        {
            var random = new RandomLedger(-1 - seed);
            var facts = RandomLedger.Of(seed);
            foreach (var asOf in new[] { random.Instant(), random.Instant(), Moments.Noon.AddDays(30) })
            {
                var state = CreditLedger.Replay(facts, asOf);
                var auditor = new AuditorModel(facts, asOf);

                Assert.Equal(
                    [auditor.Balance, auditor.Overage, auditor.Due, auditor.Used, auditor.Unmet],
                    [state.Balance.Amount, state.Overage.Amount, state.DueOnInvoice.Amount, state.TotalUsage.Amount, state.Anomalies.Sum(anomaly => anomaly.Amount.Amount)]);
                Assert.All(state.Grants, grant => Assert.Equal(auditor.Of(grant.Grant.Id), Parts(grant)));
            }
        });
    }

    private static decimal[] Parts(GrantBalance grant) =>
    [
        grant.Consumed.Amount, grant.Expired.Amount, grant.Voided.Amount, grant.Refunded.Amount, grant.NeverEffective.Amount, grant.Pending.Amount, grant.Remaining.Amount,
    ];
}
