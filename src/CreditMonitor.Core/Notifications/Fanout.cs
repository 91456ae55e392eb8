using System.Collections.Immutable;
using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Core.Notifications;

/// <summary>Whether a subscription is told of an event, or the name of its silence.</summary>
public enum FanoutReason
{
    Told,

    /// <summary>Told, and not gathered: it cannot wait for the next digest.</summary>
    ToldAtOnce,

    /// <summary>Told with the next digest.</summary>
    Gathered,

    /// <summary>Silence: not confirmed, stopped or bounced.</summary>
    NotConfirmed,

    /// <summary>Silence: it asked for other kinds.</summary>
    OtherKind,

    /// <summary>Silence: less severe than it asked for.</summary>
    BelowSeverity,

    /// <summary>Silence: fewer dollars than it asked for.</summary>
    BelowDollars,

    /// <summary>Silence: a window is due, and none of its own.</summary>
    OthersWindow,

    /// <summary>Silence: of what lapses hardly anything, or less than it asked for, will be unused. Status, page and digest have
    /// it.</summary>
    NothingToLose,

    /// <summary>Silence: mail cannot carry the news that mail is down.</summary>
    ChannelIsTheNews,
}

/// <summary>Decides who is told of an event. Rules evaluate all windows together; here each subscription's own act.</summary>
public static class Fanout
{
    private static readonly Usd ADollar = new(1m);

    /// <param name="own">The organization's windows, for a subscription without its own.</param>
    /// <param name="all">Every window that was evaluated.</param>
    public static FanoutReason Decide(AlertEvent e, Subscription subscription, ImmutableArray<int> own, ImmutableArray<int> all)
    {
        var wishes = subscription.Wishes;
        var blind = e.Alert.Kind == AlertKind.MonitorBlind;
        return !subscription.IsConfirmed ? FanoutReason.NotConfirmed
            : blind && e.Alert.About == Alerts.Rules.MailDown.About && subscription.Channel == SubscriptionChannel.Mail ? FanoutReason.ChannelIsTheNews
            : !blind && !wishes.Kinds.IsEmpty && !wishes.Kinds.Contains(e.Alert.Kind) ? FanoutReason.OtherKind
            : e.Alert.Said < wishes.LeastSeverity ? FanoutReason.BelowSeverity
            : e.Alert.Text.AtStake is { } amount && amount < wishes.LeastDollars ? FanoutReason.BelowDollars
            : e.Alert.Kind == AlertKind.CreditExpiring && !IsItsWindow(e, wishes.WindowsDays ?? own, all) ? FanoutReason.OthersWindow
            : IsNothingToLose(e, wishes.LeastDollars) && wishes.Cadence == Cadence.Immediate ? FanoutReason.NothingToLose
            : IsNothingToLose(e, wishes.LeastDollars) ? FanoutReason.Gathered
            : wishes.Cadence == Cadence.Immediate ? FanoutReason.Told
            : CannotWait(e, wishes.Cadence) ? FanoutReason.ToldAtOnce
            : FanoutReason.Gathered;
    }

    public static bool IsTold(FanoutReason reason) => reason is FanoutReason.Told or FanoutReason.ToldAtOnce;

    /// <summary>The tightest of its windows that is due; null while none is.</summary>
    public static int? WindowDue(AlertEvent e, ImmutableArray<int> windows) =>
        e.Alert.Kind == AlertKind.CreditExpiring && Left(e.Alert, e.At) is { } left && windows.Where(days => left <= TimeSpan.FromDays(days)) is var due && due.Any() ? due.Min() : null;

    /// <summary>A window of its own is due that was not when the alert was last told, or what is told is no window's doing.</summary>
    private static bool IsItsWindow(AlertEvent e, ImmutableArray<int> its, ImmutableArray<int> all)
    {
        var told = e.Kind == AlertEventKind.Resolved ? e.Alert.SaidAt : e.At;
        if (Left(e.Alert, told) is not { } left || !its.Any(days => left <= TimeSpan.FromDays(days)))
        {
            return false;
        }

        if (e.Kind != AlertEventKind.Reminded || e.Before is not { } before || Left(e.Alert, before) is not { } leftBefore)
        {
            return true;
        }

        return Crossed(its) || !Crossed(all);

        bool Crossed(ImmutableArray<int> windows) => windows.Any(days => left <= TimeSpan.FromDays(days) && leftBefore > TimeSpan.FromDays(days));
    }

    /// <summary>Foreseen from enough days, nine chances in ten are that less than a dollar, or than the reader's own least, lapses. Where
    /// less is known the window is told.
    /// The end of an alert that was told as a warning is told too.</summary>
    private static bool IsNothingToLose(AlertEvent e, Usd least) =>
        e.Alert is { Kind: AlertKind.CreditExpiring, Text.MostUnused: { } most } && (most < ADollar || most < least)
        && (e.Kind != AlertEventKind.Resolved || e.Alert.Said == Severity.Info);

    private static TimeSpan? Left(AlertState alert, DateTimeOffset at) => alert.Text.Deadline is { } deadline ? deadline - at : null;

    private static bool CannotWait(AlertEvent e, Cadence cadence) =>
        e.Kind != AlertEventKind.Resolved
        && (e.Alert.Severity == Severity.Critical || (e.Alert.Text.Deadline is { } deadline && deadline - e.At <= (cadence == Cadence.Daily ? TimeSpan.FromDays(2) : TimeSpan.FromDays(8))));
}
