using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Reconciliation;

public class AssignmentTests
{
    private const int Abstain = 100;

    [Fact]
    public void No_other_assignment_is_cheaper() => Seeds.ForEach(400, seed =>
    {
        var random = new Random(seed);
        var (lefts, rights) = (random.Next(1, 7), random.Next(1, 7));
        var pairings = Enumerable.Range(0, lefts).SelectMany(left => Enumerable.Range(0, rights).Where(_ => random.Next(3) > 0).Select(right => new Pairing(left, right, random.Next(0, 130)))).ToList();

        var partners = Assignment.Solve(lefts, rights, pairings, Abstain);

        Assert.Equal(partners.Where(right => right >= 0).Distinct().Count(), partners.Count(right => right >= 0));
        Assert.Equal(Cheapest(0, lefts, pairings, []), partners.Select((right, left) => right < 0 ? Abstain : pairings.Single(pairing => pairing.Left == left && pairing.Right == right).Cost).Sum());
    });

    [Fact]
    public void A_greedy_choice_is_undone_where_all_can_be_explained() =>
        Assert.Equal([1, 0], Assignment.Solve(2, 2, [new(0, 0, 1), new(0, 1, 5), new(1, 0, 2)], Abstain));

    [Fact]
    public void A_year_of_hourly_charges_is_assigned_whole()
    {
        var pairings = Enumerable.Range(0, 8_760).SelectMany(hour => Enumerable.Range(hour - 10, 20).Where(near => near is >= 0 and < 8_760).Select(near => new Pairing(hour, near, Math.Abs(hour - near))));

        Assert.Equal(Enumerable.Range(0, 8_760), Assignment.Solve(8_760, 8_760, pairings, Abstain));
    }

    private static int Cheapest(int left, int lefts, List<Pairing> pairings, HashSet<int> taken) =>
        left == lefts ? 0 : pairings.Where(pairing => pairing.Left == left && pairing.Cost < Abstain && !taken.Contains(pairing.Right))
            .Select(pairing => pairing.Cost + Cheapest(left + 1, lefts, pairings, [.. taken, pairing.Right])).Append(Abstain + Cheapest(left + 1, lefts, pairings, taken)).Min();
}
