using CreditMonitor.Delivery;
using CreditMonitor.Polling;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Hosting;

/// <summary>What differs between the ways in which the program is run.</summary>
/// <param name="Urls">Addresses to listen on, separated by semicolons; null for a verb that serves nothing.</param>
/// <param name="IsSample">Pages and mails say that what they show is made up.</param>
internal sealed record MonitorHostOptions(MonitorSettings Settings, string? Urls = null, bool IsSample = false, bool Verbose = false)
{
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>The Functions host that calls the worker; null when the program stands alone.</summary>
    public FunctionsHost? FunctionsHost { get; init; }

    /// <summary>Adds what starts the timers on this machine; null: nothing does, or the Functions host.</summary>
    public Action<IServiceCollection>? Scheduler { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Stands in for the connection to the provider; null: the real one.</summary>
    public HttpMessageHandler? Provider { get; init; }

    /// <summary>Takes the mails in place of the channel that the settings name; null: that one.</summary>
    public IAlertSender? Sender { get; init; }

    /// <summary>How many organizations are polled at once.</summary>
    public int AtATime { get; init; } = PollCadence.UsuallyAtATime;

    /// <summary>Keeps the rows in place of the engine that the settings name; null: that one.</summary>
    public IRowStore? Rows { get; init; }

    /// <summary>Nothing is logged: a replay of a year would log a year.</summary>
    public bool Quiet { get; init; }
}
