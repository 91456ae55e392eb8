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
        var status = (int)answer.Status;
        return status switch
        {
            401 or 403 when answer.Error().MissingScope is { } scope => $"OpenAI refused the admin key (HTTP {status}). Set an admin key that has the scope {scope}.",
            401 => "OpenAI refused the admin key (HTTP 401). Create a new one and set it.",
            403 => "OpenAI refused the admin key (HTTP 403). Set an admin key with the scopes api.usage.read and api.management.read.",
            404 or >= 300 and < 400 => $"{answer.Question.Host} is not where OpenAI's API is (HTTP {status}). Check the base address.",
            _ => $"{answer.Question.Host} does not accept the request (HTTP {status}). Check the base address and the version of this program.",
        };
    }

    private static string MissingScope(Question question, string scope) =>
        $"the key lacks the scope {scope}: it is an admin key with restricted permissions, or an ordinary or service-account key{Hint(question)}; "
        + $"set an admin key that has {scope}";

    // Only the beginning that all admin keys share is looked at, and nothing of the key is shown.
    private static string Hint(Question question) =>
        question.Access.AdminKey.StartsWith("sk-admin-", StringComparison.Ordinal) ? "" : " (the configured one does not begin as admin keys do)";
}
