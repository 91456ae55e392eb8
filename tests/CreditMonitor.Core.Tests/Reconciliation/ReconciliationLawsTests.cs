using System.Collections.Immutable;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Reconciliation;

/// <summary>What must not change an explanation: over made-up years.</summary>
public class ReconciliationLawsTests
{
    private const int Years = 120;

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Seeds.ForEach(Years, seed =>
        Assert.Equal(Told(Year(seed).Reconcile()), Told(Year(seed).Reconcile(rows => [.. rows.OrderBy(row => new Random(seed ^ row.Row).Next())]))));

    [Fact]
    public void Importing_a_file_twice_changes_nothing() => Seeds.ForEach(Years, seed =>
    {
        var again = Year(seed).Reconcile(rows => [.. rows, .. rows.Select(row => row with { Row = row.Row + 10_000, Export = "again" })]);

        Assert.Equal(Told(Year(seed).Reconcile()), Told(again with { Rows = [.. again.Rows.Where(row => row.Movement.Row <= 10_000)] }));
        Assert.All(again.Rows.Where(row => row.Movement.Row > 10_000), row => Assert.Equal(RowLabel.ImportDuplicate, row.Label));
    });

    [Fact]
    public void A_charge_of_another_merchant_changes_no_other_explanation() => Seeds.ForEach(Years, seed =>
    {
        var beside = Year(seed).Reconcile(rows => [.. rows, new CardMovement(20_000, rows[0].Export, rows[0].Charge with { Description = "OPENTABLE.COM", Amount = Money.Of(83.17m, "USD") })]);

        Assert.Equal(Told(Year(seed).Reconcile()), Told(beside with { Rows = [.. beside.Rows.Where(row => row.Movement.Row != 20_000)] }));
    });

    [Fact]
    public void No_record_explains_two_charges_unless_they_are_its_parts() => Seeds.ForEach(Years, seed =>
        Assert.All(
            Year(seed).Reconcile().Rows.Where(row => row.Label is RowLabel.Purchase or RowLabel.AutoRecharge or RowLabel.Subscription).GroupBy(row => row.Explains[0]),
            rows => Assert.True(rows.Count() == 1 || rows.Sum(row => row.Movement.Amount.Amount) == rows.First().Why.Record!.Total.Amount)));

    [Fact]
    public void Every_charge_beyond_the_records_of_its_amount_is_told() => Seeds.ForEach(Years, seed =>
    {
        var reconciled = Year(seed).Reconcile();
        var explained = reconciled.Rows.Count(row => !row.IsAlert && row.Label is RowLabel.Purchase or RowLabel.AutoRecharge or RowLabel.Subscription);

        Assert.Equal(reconciled.Rows.Length - explained, reconciled.Rows.Count(row => row.IsAlert));
        Assert.Contains(reconciled.Rows, row => row.IsAlert);
    });

    /// <summary>By content, since equal rows are interchangeable, and so are equal records.</summary>
    private static ImmutableArray<string> Told(Reconciled reconciled) =>
        [.. reconciled.Rows.Select(row => $"{row.Movement.Day} {row.Movement.Amount} {row.Movement.Description}: {row.Label} {row.Why.Record?.Kind} {row.Why.Record?.Total}").Order(StringComparer.Ordinal)];

    private static ACard Year(int seed)
    {
        var random = new Random(seed);
        var card = new ACard();
        var day = new DateOnly(2026, 1, 3);
        for (var number = 1; day < new DateOnly(2026, 12, 1); number++, day = day.AddDays(random.Next(0, 9)))
        {
            var amount = new[] { 20m, 50m, 54.44m, 100m }[random.Next(4)];
            var posted = day.AddDays(random.Next(0, 5));
            card.Paid($"p{number}", $"{day:yyyy-MM-dd}T{random.Next(0, 24):00}:30:00Z", amount, random.Next(3) == 0 ? BillingRecordKind.AutoRecharge : BillingRecordKind.Purchase);
            card.Row($"{posted:yyyy-MM-dd}", amount, posted: $"{posted:yyyy-MM-dd}");
        }

        return card.Row("2026-06-15", 77.7m, posted: "2026-06-15").Row("2026-05-05", 50m, "OPENAI-TOPUP.COM", posted: "2026-05-05");
    }
}
