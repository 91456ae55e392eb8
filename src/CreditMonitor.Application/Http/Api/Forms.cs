using Microsoft.AspNetCore.Http.Features;

namespace CreditMonitor.Http.Api;

/// <summary>A form as it was sent, or why it is none.</summary>
/// <param name="Status">200; 400 for what is no form or cannot be read as one; 413.</param>
/// <param name="IsSent">False: what was sent does not even say that it is a form.</param>
internal sealed record FormRead(IFormCollection? Form, int Status, bool IsSent = true)
{
    public bool IsTooLarge => Status == StatusCodes.Status413PayloadTooLarge;
}

/// <summary>The one place where forms are read. Whatever is wrong with one is the sender's fault, and no failure of the monitor.</summary>
internal static class Forms
{
    private const int MostFields = 500;

    /// <param name="mostBytes">A larger form is refused before it is read to its end.</param>
    public static async Task<FormRead> ReadFormAsync(this HttpContext context, int mostBytes, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return new FormRead(null, StatusCodes.Status400BadRequest, IsSent: false);
        }

        context.LimitBody(mostBytes);
        // Of all parts together there is no limit here: the body itself is bounded.
        var options = new FormOptions { ValueCountLimit = MostFields, ValueLengthLimit = mostBytes, MultipartBodyLengthLimit = long.MaxValue };
        try
        {
            return new FormRead(await context.Request.ReadFormAsync(options, cancellationToken), StatusCodes.Status200OK);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new FormRead(null, e.StatusCode);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return new FormRead(null, StatusCodes.Status400BadRequest);
        }
    }
}
