using CreditMonitor.Core.Alerts;

namespace CreditMonitor.OpenAI;

/// <summary>Says why the provider refused for good, and what an operator should do about it.</summary>
internal static class ProviderRefusal
{
    /// <summary>The likely cause, the next action, and the provider's own words in brackets.</summary>
    public static string Reason(ProviderAnswer answer)
    {
        var error = answer.Error();
        var reason = (int)answer.Status switch
        {
            401 or 403 when error.MissingScope is { } scope => MissingScope(answer.Question, scope),
            >= 400 when Remedy(error.Cause) is { } remedy => remedy,
            401 or 403 when error.IsPage => $"a web page came and no answer of {answer.Question.Host}, so a proxy or a firewall stands between; check the network and the base address, not the key",
            401 => $"the key is revoked, expired or mistyped, or it is no admin key{Hint(answer.Question)}; "
                + "create an admin key in the organization's settings and set that one",
            403 => $"the key has no right to it, as an ordinary or service-account key has none{Hint(answer.Question)}; "
                + "set an admin key with the scopes api.usage.read and api.management.read",
            400 when error.Param.Length > 0 => $"{answer.Question.Host} does not accept the request's {error.Param}; check the base address and the version of this program",
            404 => $"{answer.Question.Host} knows no such address; check the base address",
            >= 300 and < 400 => $"{answer.Question.Host} redirects elsewhere, which is not followed so that the key goes nowhere else; "
                + "check the base address",
            _ => $"{answer.Question.Host} does not accept the request; check the base address and the version of this program",
        };
        return $"{reason} (HTTP {(int)answer.Status}{(error.Message.Length > 0 ? ": " + error.Message : "")})";
    }

    /// <summary>The same in two short sentences, without the provider's words.</summary>
    public static string Advice(ProviderAnswer answer)
    {
        var (status, error) = ((int)answer.Status, answer.Error());
        return status switch
        {
            401 or 403 when error.MissingScope is { } scope => $"OpenAI refused the admin key (HTTP {status}). Set an admin key that has the scope {scope}.",
            >= 400 when Remedy(error.Cause) is { } remedy => $"OpenAI refused to answer (HTTP {status}): {remedy}.",
            401 or 403 when error.IsPage => $"Something between the monitor and {answer.Question.Host} answered with a web page (HTTP {status}). Check the network, the proxy and the base address.",
            401 => "OpenAI refused the admin key (HTTP 401). Create a new one and set it.",
            403 => "OpenAI refused the admin key (HTTP 403). Set an admin key with the scopes api.usage.read and api.management.read.",
            404 or >= 300 and < 400 => $"{answer.Question.Host} is not where OpenAI's API is (HTTP {status}). Check the base address.",
            _ => $"{answer.Question.Host} does not accept the request (HTTP {status}). Check the base address and the version of this program.",
        };
    }

    /// <summary>Whether a 429 is no matter of patience: nobody's waiting cures it.</summary>
    public static bool NeedsAPerson(RefusalCause cause) => !cause.IsPassing() && Remedy(cause) is not null;

    /// <summary>What has to be done when the key is not at fault. Null: the status tells it.</summary>
    private static string? Remedy(RefusalCause cause) => cause switch
    {
        RefusalCause.Country => "OpenAI does not serve the country or region where the monitor runs; run it in a supported region, or correct its proxy",
        RefusalCause.IpAddress => "the organization has an IP allowlist, and the monitor's address is not on it; have an owner of the organization add that address",
        RefusalCause.Deactivated => "the organization or the account is deactivated; have its owner read OpenAI's email about it and write to OpenAI's support",
        RefusalCause.NoCredit => "the account has no usable credit or an unpaid bill; have its owner open the billing page",
        RefusalCause.BillingInactive => "the account's billing is not active; have its owner open the billing page",
        RefusalCause.HardLimit or RefusalCause.SpendLimit or RefusalCause.ProjectSpendLimit => "a spend limit is reached; have an owner raise it on the dashboard, or see whether usable credit is left",
        RefusalCause.UsageLimit => "OpenAI's monthly limit for this organization is reached; have its owner ask for a higher usage tier",
        _ => null,
    };

    private static string MissingScope(Question question, string scope) =>
        $"the key lacks the scope {scope}: it is an admin key with restricted permissions, or an ordinary or service-account key{Hint(question)}; "
        + $"set an admin key that has {scope}";

    // Only the beginning that all admin keys share is looked at, and nothing of the key is shown.
    private static string Hint(Question question) =>
        question.Access.AdminKey.StartsWith("sk-admin-", StringComparison.Ordinal) ? "" : " (the configured one does not begin as admin keys do)";
}
