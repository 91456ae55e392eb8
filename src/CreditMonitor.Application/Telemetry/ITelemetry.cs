namespace CreditMonitor.Telemetry;

/// <summary>Tells others what the monitor does and knows, where that is configured.</summary>
internal interface ITelemetry
{
    /// <summary>Sends what has come together, within a few seconds; what cannot be sent is left.</summary>
    Task AfterRunAsync();
}

/// <summary>As usual: nobody is told, and nothing of OpenTelemetry is loaded.</summary>
internal sealed class NoTelemetry : ITelemetry
{
    public Task AfterRunAsync() => Task.CompletedTask;
}
