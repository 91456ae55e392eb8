using CreditMonitor.Core.Forecasting;
using CreditMonitor.Status;

namespace CreditMonitor.Application.Tests.Http.Pages;

public sealed class RunOutsOnThePage
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_forecast_never_shows_a_day_that_has_passed()
    {
        var begun = RunwayBody.Of(Range(8, 12, 15), null, Now);
        var passed = RunwayBody.Of(Range(3, 5, 9), null, Now);

        Assert.Equal((new DateOnly(2026, 3, 10), new DateOnly(2026, 3, 12), new DateOnly(2026, 3, 15)), (begun.P10On, begun.P50On, begun.P90On));
        Assert.Equal((null, null, "what was foreseen has passed, and costs were not read since"), (passed.P10, passed.P90On, passed.Why));
    }

    [Fact]
    public void Where_nothing_is_left_there_are_no_days_and_no_dates()
    {
        Assert.Equal((0m, 0m, 0m), (RunwayBody.None.P10, RunwayBody.None.P50, RunwayBody.None.P90));
        Assert.Null(RunwayBody.None.P10On ?? RunwayBody.None.P50On ?? RunwayBody.None.P90On);
    }

    private static RunwayRange Range(int early, int middle, int late) => new(new(2026, 3, early), new(2026, 3, middle), new(2026, 3, late), new(2026, 3, 1), 60);
}
