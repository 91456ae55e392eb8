using System.Globalization;
using CreditMonitor.Verbs;

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

    /// <returns>Null when no Functions host started this process.</returns>
    /// <exception cref="VerbFailure">The host's variable is no port.</exception>
    public static FunctionsHost? Find()
    {
        var text = Environment.GetEnvironmentVariable(PortVariable);
        return string.IsNullOrEmpty(text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? new FunctionsHost(port) { PlatformAuthenticates = string.Equals(Environment.GetEnvironmentVariable(AuthenticationVariable), "true", StringComparison.OrdinalIgnoreCase) }
            : throw new VerbFailure(ExitCode.Usage, $"{PortVariable} is no port from 1 to 65535; the Functions host sets it, so unset it when there is none.");
    }
}
