namespace CreditMonitor.Hosting;

/// <summary>The Azure Functions host that started this process and calls it over loopback (<c>facts/azure-functions.md</c> 1).</summary>
internal sealed record FunctionsHost(int Port)
{
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>What the process ends with when it is told to stop. Never 0: a handler that ended with 0 is not started again, and every later call is refused.</summary>
    public const int StoppedExitCode = 143;

    /// <summary>What App Service sets where its authentication is on.</summary>
    public const string AuthenticationVariable = "WEBSITE_AUTH_ENABLED";

    public bool PlatformAuthenticates { get; init; }

    /// <summary>IPv4 loopback alone: nobody but the host calls, and it calls that address.</summary>
    public string Urls => $"http://127.0.0.1:{Port}";
}
