using System.Collections.Immutable;
using System.Text;

namespace CreditMonitor.Core.Alerts;

/// <summary>Why a provider refuses: what decides who has to do something, and what.</summary>
public enum RefusalCause
{
    /// <summary>Neither the code nor its words name one that is known here.</summary>
    Unknown,

    /// <summary>No usable credit, or a bill that is not paid.</summary>
    NoCredit,

    BillingInactive,

    /// <summary>A limit of one's own, or what accounts without usable credit get: the code means both.</summary>
    HardLimit,

    SpendLimit,
    ProjectSpendLimit,

    /// <summary>A limit that the provider set.</summary>
    UsageLimit,

    Deactivated,
    Country,
    IpAddress,
    Key,
    Permission,
    Model,

    /// <summary>Too many calls at once: callers are to wait, and it is news when it lasts.</summary>
    Paced,

    /// <summary>The provider failed, and refuses nobody in particular.</summary>
    ProviderTrouble,
}

/// <summary>Tells the cause by a code, else by the words of which it is made: codes change, and other providers and gateways have their own.</summary>
public static class RefusalCauses
{
    private static readonly ImmutableDictionary<string, RefusalCause> Codes = new Dictionary<string, RefusalCause>
    {
        ["credit_balance_exhausted"] = RefusalCause.NoCredit,
        ["insufficient_quota"] = RefusalCause.NoCredit,
        ["exceeded_current_quota_error"] = RefusalCause.NoCredit,
        ["payment_required"] = RefusalCause.NoCredit,
        ["billing_error"] = RefusalCause.NoCredit,
        ["billing_not_active"] = RefusalCause.BillingInactive,
        ["billing_hard_limit_reached"] = RefusalCause.HardLimit,
        ["organization_spend_limit_exceeded"] = RefusalCause.SpendLimit,
        ["project_spend_limit_exceeded"] = RefusalCause.ProjectSpendLimit,
        ["organization_usage_limit_exceeded"] = RefusalCause.UsageLimit,
        ["account_deactivated"] = RefusalCause.Deactivated,
        ["unsupported_country_region_territory"] = RefusalCause.Country,
        ["ip_not_authorized"] = RefusalCause.IpAddress,
        ["invalid_api_key"] = RefusalCause.Key,
        ["authentication_error"] = RefusalCause.Key,
        ["unauthenticated"] = RefusalCause.Key,
        ["permission_error"] = RefusalCause.Permission,
        ["model_not_found"] = RefusalCause.Model,
        ["rate_limit_exceeded"] = RefusalCause.Paced,
        ["slow_down"] = RefusalCause.Paced,
        ["resource_exhausted"] = RefusalCause.Paced,
        ["server_error"] = RefusalCause.ProviderTrouble,
        ["api_error"] = RefusalCause.ProviderTrouble,
    }.ToImmutableDictionary();

    /// <summary>From top to bottom, the first that fits: each asks for one word of every group. What is said of a place, a limit or a pace stands before money, because such sentences speak of money too.</summary>
    private static readonly ImmutableArray<(RefusalCause Cause, string[][] Groups)> Words =
    [
        (RefusalCause.Country, [["country", "countries", "territory", "geolocation"]]),
        (RefusalCause.IpAddress, [["ip", "ips"], ["authorized", "allowed", "allowlist", "allowlisted", "whitelist", "whitelisted", "permitted", "allow", "address", "blocked"]]),
        (RefusalCause.Key, [["key", "keys", "token", "credential", "credentials"], ["deactivated", "disabled", "deleted", "revoked", "expired", "invalid", "incorrect", "wrong", "missing", "malformed"]]),
        (RefusalCause.Deactivated, [["deactivated", "suspended", "banned", "terminated", "disabled", "closed", "blocked"], ["account", "organization", "org", "team", "user", "workspace", "access"]]),
        (RefusalCause.Deactivated, [["deactivated"]]),
        (RefusalCause.Model, [["model", "engine", "deployment"], ["found", "exist", "exists", "available", "unavailable", "unsupported", "supported", "deprecated", "decommissioned", "unknown", "invalid", "access"]]),
        (RefusalCause.Country, [["region", "location"], ["supported", "unsupported", "available", "unavailable", "allowed", "blocked"]]),
        (RefusalCause.HardLimit, [["hard"], ["limit"]]),
        (RefusalCause.Paced, [["rate", "concurrency", "concurrent", "rpm", "tpm", "overloaded", "throttled", "throttling", "throttle"]]),
        (RefusalCause.Paced, [["many", "slow"], ["requests", "down", "calls"]]),
        (RefusalCause.Paced, [["per"], ["minute", "second"]]),
        (RefusalCause.ProjectSpendLimit, [["project"], ["limit", "budget", "quota", "cap"]]),
        (RefusalCause.SpendLimit, [["spend", "spending", "budget", "cost"], ["limit", "budget", "cap", "exceeded", "reached"]]),
        (RefusalCause.UsageLimit, [["usage"], ["limit", "cap"]]),
        (RefusalCause.BillingInactive, [["billing", "subscription", "payment", "account"], ["inactive", "active", "activated"]]),
        (RefusalCause.NoCredit, [["credit", "credits", "balance", "quota", "fund", "funds", "funding", "prepaid", "prepayment", "payment", "billing", "arrears", "arrearage", "overdue", "unpaid"]]),
        (RefusalCause.Permission, [["permission", "permissions", "forbidden", "scope", "scopes", "denied"]]),
        (RefusalCause.Key, [["unauthorized", "unauthenticated", "authentication"]]),
        (RefusalCause.ProviderTrouble, [["server", "internal", "service", "gateway"], ["error", "unavailable", "timeout"]]),
    ];

    /// <summary>Whether the provider says that there is no usable credit, or that billing is not active: with credit in the ledger that is a contradiction.</summary>
    public static bool IsLackOfCredit(this RefusalCause cause) => cause is RefusalCause.NoCredit or RefusalCause.BillingInactive;

    /// <summary>Whether waiting cures it, as a rule: then it is news when it lasts.</summary>
    public static bool IsPassing(this RefusalCause cause) => cause is RefusalCause.Paced or RefusalCause.ProviderTrouble;

    /// <summary>Whether whoever calls for the organization is refused, whatever the key, the project and the place: then any call that succeeds shows that it is over.</summary>
    public static bool IsOfWholeOrganization(this RefusalCause cause) =>
        cause.IsLackOfCredit() || cause is RefusalCause.HardLimit or RefusalCause.SpendLimit or RefusalCause.UsageLimit or RefusalCause.Deactivated;

    /// <param name="texts">The code, then the type, then the message: the first that names a cause tells it.</param>
    public static RefusalCause Of(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (text is { Length: > 0 } && Of(WordsOf(text)) is var cause and not RefusalCause.Unknown)
            {
                return cause;
            }
        }

        return RefusalCause.Unknown;
    }

    private static RefusalCause Of(List<string> words)
    {
        if (Codes.TryGetValue(string.Join('_', words), out var known))
        {
            return known;
        }

        foreach (var (cause, groups) in Words)
        {
            if (groups.All(group => group.Any(words.Contains)))
            {
                return cause;
            }
        }

        // Chinese parts no words.
        return words.Any(word => word.Contains("余额", StringComparison.Ordinal) || word.Contains("欠费", StringComparison.Ordinal)) ? RefusalCause.NoCredit : RefusalCause.Unknown;
    }

    /// <summary>In lower case: parted at everything that is no letter or digit, and where a capital begins a word (<c>InsufficientBalance</c>).</summary>
    private static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var before = ' ';
        foreach (var letter in text)
        {
            if (!char.IsLetterOrDigit(letter) || (char.IsUpper(letter) && char.IsLower(before)))
            {
                End();
            }

            if (char.IsLetterOrDigit(letter))
            {
                word.Append(char.ToLowerInvariant(letter));
            }

            before = letter;
        }

        End();
        return words;

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
