using System.Collections.Immutable;

namespace CreditMonitor.Cli.Commands.Reading.Fleet;

/// <summary>A deployment whose status is asked for.</summary>
/// <param name="Url">Its base address; the key is sent there and nowhere else.</param>
/// <param name="KeyVariable">The environment variable that holds its access key.</param>
/// <param name="Key">A secret.</param>
internal sealed record Deployment(Uri Url, string KeyVariable, string Key)
{
    /// <summary>Without the key, which must not reach a log by way of a record's text.</summary>
    public override string ToString() => Url.ToString();
}

/// <summary>Reads a list of deployments: a line each, <c>URL [VARIABLE]</c>; blank lines and what follows a # are left out.</summary>
internal static class FleetList
{
    public const string DefaultVariable = "CREDIT_MONITOR_KEY";

    /// <summary>More than anybody deploys, few enough to end.</summary>
    public const int MaxDeployments = 1000;

    /// <param name="variable">What an environment variable holds; null when it is not set.</param>
    /// <returns>The deployments, or every fault as a sentence that names the line. No fault quotes a key.</returns>
    public static (ImmutableArray<Deployment> Deployments, ImmutableArray<string> Faults) Read(IEnumerable<string> lines, string file, Func<string, string?> variable)
    {
        var deployments = ImmutableArray.CreateBuilder<Deployment>();
        var faults = ImmutableArray.CreateBuilder<string>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                Add(words, $"{file} line {number}");
            }
        }

        if (deployments.Count == 0 && faults.Count == 0)
        {
            faults.Add($"{file} names no deployment; write one a line, such as https://acme-credit.azurewebsites.net ACME_KEY.");
        }

        return (deployments.ToImmutable(), faults.ToImmutable());

        void Add(string[] words, string where)
        {
            var name = words.Length > 1 ? words[1] : DefaultVariable;
            var fault = deployments.Count >= MaxDeployments ? $"is one too many; at most {MaxDeployments} deployments are read at once."
                : words.Length > 2 ? "has more than an address and the name of an environment variable; expected https://HOST [VARIABLE]."
                : AddressOf(words[0]) is null ? "is no https address without credentials in it (http is taken on this machine alone); expected https://HOST [VARIABLE]."
                : !IsName(name) ? "has a second word that is no name of an environment variable; write the variable's name there, never the key itself."
                : variable(name) is not { Length: > 0 } ? $"needs the access key in the environment variable {name}, which is not set."
                : null;
            if (fault is not null)
            {
                faults.Add($"{where} {fault}");
                return;
            }

            deployments.Add(new Deployment(AddressOf(words[0])!, name, variable(name)!.Trim()));
        }
    }

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.UserInfo.Length == 0 && url.Query.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)) ? url : null;

    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(text[0]) && text.Length <= 100;
}
