namespace CreditMonitor.Hosting;

/// <summary>The Azure Functions host that starts the worker and calls it.</summary>
/// <param name="PlatformAuthenticates">App Service authentication stands before the app.</param>
internal sealed record FunctionsHost(bool PlatformAuthenticates)
{
    /// <summary>What the worker ends with when it is told to stop. Never 0: after that the host starts no other worker.</summary>
    public const int StoppedExitCode = 143;

    /// <summary>What App Service sets where its authentication is on.</summary>
    public const string AuthenticationVariable = "WEBSITE_AUTH_ENABLED";

    public static FunctionsHost Find() =>
        new(string.Equals(Environment.GetEnvironmentVariable(AuthenticationVariable), "true", StringComparison.OrdinalIgnoreCase));
}
