using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>Where nothing was spent for two weeks, every day costs about the same small sum now: storage, an index, a subscription of a tool. Each day is too little to be abnormal, and a year of them eats credit that nobody uses.</summary>
public static class StandingCost
{
    public const string About = "standing";

    public static readonly AlertRule Rule = new(AlertKind.SpendAnomaly, Evaluate, (_, _) => "told; closed after four weeks, or when days cost nothing again", NeedsFreshFigures: true)
    {
        Abouts = [About],
        CannotEvaluate = CannotEvaluate.Days,
        IsNotice = true,
    };

    /// <summary>Days that make it a standing one.</summary>
    private const int Lasting = 4;

    /// <summary>Days without any cost before it.</summary>
    private const int Quiet = 14;

    private const int StaysOpen = 28;

    /// <summary>A year of less is no sum to speak of.</summary>
    private static readonly Usd Least = new(0.25m);

    /// <summary>From here on a day out of nothing is abnormal by itself (<see cref="AbnormalSpend"/>).</summary>
    private static readonly Usd Most = new(1m);

    private static readonly Usd Nothing = new(0.02m);

    private static IEnumerable<Finding> Evaluate(Situation situation)
    {
        var days = situation.History.Ascending.Where(day => day.Quality == DayQuality.Complete).Reverse().ToList();
        var run = days.TakeWhile((day, n) => day.Amount >= Least && day.Amount <= Most && day.Day == days[0].Day.AddDays(-n)).Take(StaysOpen + 1).ToList();
        if (run.Count < Lasting || run.Count > StaysOpen || !IsSteady(run) || !WasQuiet(days.Skip(run.Count).Take(Quiet).ToList()))
        {
            yield break;
        }

        var since = run[^1].Day;
        yield return new Finding(AlertKind.SpendAnomaly, About, Episode.On(since), Severity.Info, 1, Text(situation, since, new Usd(Usd.Sum(run.Select(day => day.Amount)).Amount / run.Count), run.Count));
    }

    private static bool IsSteady(List<DayCost> run) => run.Max(day => day.Amount.Amount) <= 1.5m * run.Min(day => day.Amount.Amount);

    private static bool WasQuiet(List<DayCost> before) => before.Count == Quiet && before.All(day => day.Amount >= Usd.Zero && day.Amount <= Nothing);

    private static AlertText Text(Situation situation, DateOnly since, Usd perDay, int days)
    {
        var daily = new Usd(Math.Round(perDay.Amount, 2));
        return new AlertText(
            Subject: $"{daily} a day of OpenAI spend since {When.Day(since)}, out of nothing",
            Lead: $"Every day since {When.Day(since)} costs about {daily}; before, nothing was spent for {Quiet} days or more.",
            Consequence: $"That is about {new Usd(Math.Round(perDay.Amount * 365m, 0))} in a year{(situation.HasCredit ? $", of {situation.Ledger.Balance} that is left" : "")}. Stored files, indexes and tools cost the same each day, used or not.",
            Action: SpentBy.ActionOf(situation, since),
            Deadline: null,
            Facts:
            [
                new("days", $"{When.Count(days, "complete day")} from {When.Day(since)} on, {daily} each on average"),
                .. SpentBy.FactOf(situation, situation.History.Newest!.Day) is { } spentBy ? [spentBy] : System.Collections.Immutable.ImmutableArray<AlertFact>.Empty,
                .. situation.Basis(),
            ])
        { AtStake = new Usd(Math.Round(perDay.Amount * 365m, 2)) };
    }
}
