using CreditMonitor.Settings;

namespace CreditMonitor.Http.Api.OpenApi;

/// <summary>The errors that follow from what an operation takes and needs.</summary>
internal static class ApiErrorsOf
{
    public static IEnumerable<(int Status, string Means)> Operation(ApiOperation operation, bool ofOrganization)
    {
        if (!operation.Query.IsEmpty || operation.Scope == AccessScope.Write)
        {
            yield return (StatusCodes.Status400BadRequest, operation.Scope == AccessScope.Write ? "Not understood, or not so: nothing was kept." : "A parameter is not understood.");
        }

        if (operation.Scope is { } scope)
        {
            yield return (StatusCodes.Status401Unauthorized, "No access key, or one that is not known here.");
            if (scope == AccessScope.Write)
            {
                yield return (StatusCodes.Status403Forbidden, "The access key may only read.");
            }
        }

        if (ofOrganization)
        {
            yield return (StatusCodes.Status404NotFound, "No such organization is watched here.");
        }

        if (operation.Body is not null)
        {
            yield return (StatusCodes.Status413PayloadTooLarge, $"The body is larger than {ApiErrors.LargestBodyKiB} KiB.");
            yield return (StatusCodes.Status415UnsupportedMediaType, "Another kind of body is expected.");
        }

        if (operation.Scope is not null)
        {
            yield return (StatusCodes.Status429TooManyRequests, "Too many requests; Retry-After says when to call again.");
        }

        if (!operation.NeedsNoStore && !operation.AnswersWhenUnwell)
        {
            yield return (StatusCodes.Status503ServiceUnavailable, "The store failed.");
        }
    }
}
