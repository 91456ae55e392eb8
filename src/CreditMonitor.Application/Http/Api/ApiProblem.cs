using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary>Every error of the API as problem details (RFC 9457): a title to file it under, and one sentence that says what to do.</summary>
internal static class ApiProblem
{
    /// <summary>The same whether the organization is unknown anywhere or only here.</summary>
    public static IResult NotWatched() => NotFound("No such organization is watched here.");

    public static IResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, "Not found", detail);

    public static IResult NotUnderstood(string detail) => Of(StatusCodes.Status400BadRequest, "Not understood", detail);

    public static IResult NotKept(string detail) => Of(StatusCodes.Status400BadRequest, "Not kept", detail);

    public static IResult TooLarge() => Of(
        StatusCodes.Status413PayloadTooLarge, "Too large", $"The body is larger than {ApiErrors.LargestBodyKiB} KiB; send it in parts.");

    public static IResult NothingKept(StoreException e) => Of(StatusCodes.Status503ServiceUnavailable, "Nothing was kept", e.Message);

    public static IResult StoreUnread(StoreException e) => Of(StatusCodes.Status503ServiceUnavailable, "The store cannot be read", e.Message);

    public static IResult OtherType(ApiBody body) => Of(
        StatusCodes.Status415UnsupportedMediaType, "Another kind of body is expected",
        $"Send {(body.Types.IsEmpty ? "the body" : string.Join(" or ", body.Types.Where(type => type is not ("text/json" or "application/x-www-form-urlencoded"))))} without a Content-Encoding.");

    public static IResult Of(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
