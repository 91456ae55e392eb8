using CreditMonitor.Core.Alerts;
using CreditMonitor.Testing;
using static CreditMonitor.Testing.Given;

namespace CreditMonitor.Core.Tests.Alerts.Rules;

public class MailDownTests
{
    [Theory]
    [InlineData(59, false, 0, null)]
    [InlineData(60, false, 0, Severity.Warning)]    // failing for an hour
    [InlineData(0, false, 1, Severity.Warning)]     // one will not go out by itself
    [InlineData(0, true, 0, Severity.Critical)]     // the channel takes nothing
    public void Mail_that_does_not_go_out_is_told(int minutes, bool channelDown, int parked, Severity? severity)
    {
        var life = Life().Mailing(new MailStanding(1, 0, parked, channelDown, "503", Ten.AddMinutes(-minutes)));

        life.Poll(Ten);

        Assert.Equal(severity is { } one ? [("mail", one)] : [], life.Events.Select(e => (e.Alert.About, e.Alert.Severity)));
    }

    [Fact]
    public void It_ends_when_mail_goes_out_and_leaves_the_figures_good()
    {
        var life = Life().Mailing(new MailStanding(1, 0, 0, true, "401", Ten));
        life.Poll(Ten);
        Assert.Null(life.Last.Status.Blind);

        life.Mailing(MailStanding.AllDelivered).Poll(Ten + Hour);

        Assert.Equal("mail goes out again", life.Alert(AlertKind.MonitorBlind).Ending);
    }

    [Fact]
    public void Where_nobody_looked_how_mail_stands_nothing_is_said() => Assert.Empty(Life().Mailing(null).Poll(Ten).Events);
}
