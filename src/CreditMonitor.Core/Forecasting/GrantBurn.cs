using System.Collections.Immutable;
using CreditMonitor.Core.Ledger;

namespace CreditMonitor.Core.Forecasting;

/// <summary>What one path of spend leaves of the grants.</summary>
/// <param name="Lost">What lapsed of each, in the order given.</param>
/// <param name="UsedUp">The day on whose evening no credit is left, counting grants that are still to start; null when that is beyond the path.</param>
internal sealed record BurntCredit(double[] Lost, DateOnly? UsedUp);

/// <summary>Runs spend a day through grants by the ledger's rules: a day is drawn at its last instant, what no grant covers is owed and taken from the next.</summary>
internal sealed class GrantBurn
{
    /// <summary>Less than this is nothing: rounding of binary sums.</summary>
    private const double Dust = 1e-9;

    /// <summary>In dollars a day: finer than a cent, and than the rounding that follows.</summary>
    private const double Precision = 1e-7;

    private readonly ImmutableArray<Place> _places;
    private readonly DateOnly _asOf;
    private readonly int _horizon;

    public GrantBurn(ImmutableArray<CreditGrant> grants, BurnOrder order, DateOnly asOf, int horizon)
    {
        (_asOf, _horizon) = (asOf, horizon);
        _places =
        [
            .. grants.Select((grant, at) => (grant, at)).OrderBy(one => one.grant, new GrantBurnOrder(order))
                .Select(one => new Place(one.at, Dollars.Of(one.grant.Amount), DayOf(one.grant.EffectiveAt), one.grant.End is { } end ? DayOf(end) : int.MaxValue)),
        ];
    }

    /// <summary>Whether the grant ends within the forecast.</summary>
    public bool EndsWithin(int at) => _places.First(place => place.At == at).End <= _horizon;

    /// <summary>What each grant has left on the evening of each day of the path, in the order given; one that has not started counts nothing yet.</summary>
    public double[][] Evenings(double[] path)
    {
        var evenings = path.Select(_ => new double[_places.Length]).ToArray();
        Run(path, (day, left) =>
        {
            for (var k = 0; k < left.Length; k++)
            {
                evenings[day][_places[k].At] = _places[k].Start <= day ? left[k] : 0;
            }
        });
        return evenings;
    }

    /// <param name="evening">Is shown what each place has left on each day, until nothing is left at all.</param>
    public BurntCredit Run(double[] path, Action<int, double[]>? evening = null)
    {
        var left = _places.Select(place => place.Amount).ToArray();
        var lost = new double[left.Length];
        var owed = 0.0;
        for (var day = 0; day < path.Length; day++)
        {
            owed += path[day] - (day == 0 ? 0 : path[day - 1]);
            var remains = false;
            for (var k = 0; k < left.Length; k++)
            {
                if (_places[k].End <= day)
                {
                    lost[_places[k].At] += left[k];
                    left[k] = 0;
                }
                else if (_places[k].Start <= day)
                {
                    var drawn = Math.Min(left[k], owed);
                    left[k] -= drawn;
                    owed -= drawn;
                }

                remains |= left[k] > Dust;
            }

            evening?.Invoke(day, left);
            if (!remains)
            {
                return new BurntCredit(Swept(lost), _asOf.AddDays(day));
            }
        }

        return new BurntCredit(Swept(lost), null);
    }

    /// <summary>Found by halving: what a grant loses never grows with the spend.</summary>
    public Usd? NeededPerDay(int at)
    {
        var place = _places.First(place => place.At == at);
        var most = _places.Sum(one => one.Amount);
        if (most <= Dust)
        {
            return Usd.Zero;
        }

        if (Lost(most) > Dust)
        {
            return null;
        }

        var (low, high) = (0.0, most);
        while (high - low > Precision * Math.Max(1, most * 1e-8))
        {
            var middle = (low + high) / 2;
            (low, high) = Lost(middle) > Dust ? (middle, high) : (low, middle);
        }

        // The halving leaves a trillionth too much; it must not cost a cent.
        return new Usd(Math.Ceiling((Dollars.ToUsd(high).Amount - 0.000001m) * 100) / 100);

        double Lost(double perDay)
        {
            var path = new double[place.End + 1];
            for (var day = 1; day < path.Length; day++)
            {
                path[day] = day * perDay;
            }

            return Run(path).Lost[at];
        }
    }

    private static double[] Swept(double[] lost) => [.. lost.Select(loss => loss > Dust ? loss : 0)];

    /// <summary>The first day ahead whose last instant is not before the instant: from it on a start counts, and from it on an end does.</summary>
    private int DayOf(DateTimeOffset instant) => Math.Max(0, DateOnly.FromDateTime(instant.UtcDateTime).DayNumber - _asOf.DayNumber);

    /// <param name="At">The grant's index as given.</param>
    /// <param name="Start">First day ahead whose spend it can pay.</param>
    /// <param name="End">First day ahead whose spend it can no longer pay.</param>
    private readonly record struct Place(int At, double Amount, int Start, int End);
}
