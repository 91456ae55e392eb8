using System.Net;
using CreditMonitor.Cli.Output;
using CreditMonitor.Settings;

namespace CreditMonitor.Cli.Commands.Running;

/// <summary>Where the program may listen: on addresses of this machine alone, unless callers have keys.</summary>
internal static class Listening
{
    private const string GiveUrls = "give --urls an address of this machine, such as http://127.0.0.1:8080.";
    private const string NoKeyInDemo = $"the demo has no access keys: {GiveUrls}";
    private const string NoKey =
        $"no access key is configured: set CreditMonitor:Access:Keys:0:Name and CreditMonitor:Access:Keys:0:Secret, or {GiveUrls}";

    /// <exception cref="CommandFailure">An address can be reached from elsewhere and nobody needs a key, or is none.</exception>
    public static void Require(IEnumerable<string> urls, bool hasKeys, bool isDemo)
    {
        foreach (var url in urls)
        {
            if (!IsThisMachine(url) && !hasKeys)
            {
                throw new CommandFailure(ExitCode.Usage, $"{url} can be reached from other machines, and {(isDemo ? NoKeyInDemo : NoKey)}");
            }
        }
    }

    /// <summary>Whatever is neither an address nor localhost is listened for on every address.</summary>
    private static bool IsThisMachine(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe || address.IsNamedPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            throw new CommandFailure(
                ExitCode.Usage, $"--urls has '{SettingsReader.Shown(url)}'; expected addresses such as http://127.0.0.1:8080, separated by semicolons.");
        }
    }
}
