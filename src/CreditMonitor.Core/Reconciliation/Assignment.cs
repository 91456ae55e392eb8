using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>A pair that may be made, and its price.</summary>
/// <param name="Cost">0 or more, and below the price of leaving the left side alone, to be of use.</param>
public readonly record struct Pairing(int Left, int Right, int Cost);

/// <summary>Optimal one-to-one assignment: the sum of the prices of all pairs and of everything on the left that is left alone is the least possible. Shortest augmenting paths
/// with potentials over the pairs that may be made, so that a year of rows costs milliseconds (R. Jonker, A. Volgenant, Computing 38, 1987).</summary>
public static class Assignment
{
    /// <param name="abstain">For each on the left the price of leaving it without a partner.</param>
    /// <returns>For each on the left its partner on the right, or -1. Among equally cheap solutions the first in the order of <paramref name="pairings"/> by left, then right.</returns>
    public static ImmutableArray<int> Solve(int rights, IEnumerable<Pairing> pairings, ImmutableArray<int> abstain)
    {
        var solver = new Solver(rights, abstain, pairings);
        for (var left = 0; left < abstain.Length; left++)
        {
            solver.Insert(left);
        }

        return solver.Partners;
    }

    /// <summary>One price of being left alone for all.</summary>
    public static ImmutableArray<int> Solve(int lefts, int rights, IEnumerable<Pairing> pairings, int abstain) => Solve(rights, pairings, [.. Enumerable.Repeat(abstain, lefts)]);

    /// <summary>On the right stand the real partners and, behind them, one stand-in for each on the left: being alone.</summary>
    private sealed class Solver
    {
        private const int None = -1;

        private readonly int _rights;
        private readonly List<(int Right, long Cost)>[] _pairings;
        private readonly int[] _owner;
        private readonly long[] _leftPotential;
        private readonly long[] _rightPotential;

        public Solver(int rights, ImmutableArray<int> abstain, IEnumerable<Pairing> pairings)
        {
            var lefts = abstain.Length;
            _rights = rights;
            _pairings = [.. Enumerable.Range(0, lefts).Select(left => new List<(int, long)>())];
            foreach (var pairing in pairings.Where(pairing => pairing.Cost < abstain[pairing.Left]).OrderBy(pairing => pairing.Left).ThenBy(pairing => pairing.Right))
            {
                _pairings[pairing.Left].Add((pairing.Right, pairing.Cost));
            }

            for (var left = 0; left < lefts; left++)
            {
                _pairings[left].Add((rights + left, abstain[left]));
            }

            _owner = new int[rights + lefts];
            Array.Fill(_owner, None);
            _leftPotential = new long[lefts];
            _rightPotential = new long[rights + lefts];
        }

        public ImmutableArray<int> Partners
        {
            get
            {
                var partners = new int[_leftPotential.Length];
                Array.Fill(partners, None);
                for (var right = 0; right < _rights; right++)
                {
                    if (_owner[right] != None)
                    {
                        partners[_owner[right]] = right;
                    }
                }

                return [.. partners];
            }
        }

        /// <summary>Dijkstra from <paramref name="start"/> over reduced prices to the nearest free place, then every owner on the way moves one on.</summary>
        public void Insert(int start)
        {
            var distance = new Dictionary<int, long>();
            var cameFrom = new Dictionary<int, int>();
            var settled = new List<int>();
            var done = new HashSet<int>();
            var queue = new PriorityQueue<int, (long, int)>();
            var (left, reached) = (start, 0L);
            _leftPotential[start] = _pairings[start].Min(pairing => pairing.Cost - _rightPotential[pairing.Right]);
            while (true)
            {
                foreach (var (right, cost) in _pairings[left])
                {
                    var length = reached + cost - _leftPotential[left] - _rightPotential[right];
                    if (!done.Contains(right) && (!distance.TryGetValue(right, out var known) || length < known))
                    {
                        (distance[right], cameFrom[right]) = (length, left);
                        queue.Enqueue(right, (length, right));
                    }
                }

                int next;
                do
                {
                    next = queue.Dequeue();
                }
                while (!done.Add(next));
                reached = distance[next];
                if (_owner[next] == None)
                {
                    Reprice(start, settled, distance, reached);
                    Augment(start, next, cameFrom);
                    return;
                }

                settled.Add(next);
                left = _owner[next];
            }
        }

        private void Reprice(int start, List<int> settled, Dictionary<int, long> distance, long reached)
        {
            _leftPotential[start] += reached;
            foreach (var right in settled)
            {
                _leftPotential[_owner[right]] += reached - distance[right];
                _rightPotential[right] -= reached - distance[right];
            }
        }

        private void Augment(int start, int free, Dictionary<int, int> cameFrom)
        {
            var right = free;
            while (true)
            {
                var left = cameFrom[right];
                var before = Array.IndexOf(_owner, left);
                _owner[right] = left;
                if (left == start)
                {
                    return;
                }

                right = before;
            }
        }
    }
}
