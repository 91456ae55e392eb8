using System.Collections.Immutable;
using CreditMonitor.Access;
using CreditMonitor.Core.Facts;
using CreditMonitor.Polling;
using CreditMonitor.Settings;

namespace CreditMonitor.Intake.Statements;

/// <summary><c>POST /api/organizations/{org}/statements</c>: the statement as the body, or as files of a form; at most 1 MiB. Parameters: those of the verb, and <c>dry_run=true</c>.</summary>
internal static class StatementEndpoint
{
    private const int MostBytes = 1024 * 1024;
    private const int MostFiles = 20;

    public static async Task<IResult> TakeAsync(string org, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<MonitorSettings>().Find(org) is not { } organization)
        {
            return Results.Problem("No such organization is watched here.", statusCode: StatusCodes.Status404NotFound, title: "Not found");
        }

        var query = context.Request.Query;
        var (options, fault) = StatementOptionText.Read(query["format"], query["currency"], query["date_order"], query["columns"], query["charges"]);
        if (fault is not null || await FilesAsync(context.Request, cancellationToken) is not { } files)
        {
            return Results.Problem(fault ?? $"The statement is larger than {MostBytes} bytes, or no form that can be read; send a shorter time.", statusCode: StatusCodes.Status400BadRequest, title: "Not kept");
        }

        var read = StatementFiles.Read(files, options);
        return !read.Faults.IsEmpty ? Results.Problem(string.Join(' ', read.Faults).Replace("--date-order", "date_order", StringComparison.Ordinal).Replace("--", "", StringComparison.Ordinal), statusCode: StatusCodes.Status400BadRequest, title: "Not kept")
            : query["dry_run"] == "true" ? Answer(StatementBody.Of(read, null))
            : await KeepAsync(organization, read.OpenAIOnly(), context, cancellationToken);
    }

    private static async Task<IResult> KeepAsync(OrganizationSettings organization, StatementFiles statements, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var by = services.GetRequiredService<AccessGate>().NameOf(context);
        var facts = statements.Facts(services.GetRequiredService<TimeProvider>().GetUtcNow(), by);
        try
        {
            return Answer(StatementBody.Of(statements, facts.IsEmpty ? ImmutableArray<FactChange>.Empty : (await services.GetRequiredService<FactIntake>().TellAsync(organization, facts, by, cancellationToken)).Changes));
        }
        catch (StoreException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Nothing was kept");
        }
    }

    private static IResult Answer(StatementBody body) => Results.Json(body, StatementJson.Default.StatementBody);

    private static async Task<ImmutableArray<StatementFile>?> FilesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            if (!request.HasFormContentType || request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            {
                return await ReadAsync(request.Body, cancellationToken) is { } body ? [new StatementFile("statement", body)] : null;
            }

            var files = ImmutableArray.CreateBuilder<StatementFile>();
            foreach (var file in (await request.ReadFormAsync(cancellationToken)).Files.Take(MostFiles))
            {
                await using var stream = file.OpenReadStream();
                files.Add(new StatementFile($"file {files.Count + 1}", await ReadAsync(stream, cancellationToken) ?? []));
            }

            return files.Count == 0 ? null : files.ToImmutable();
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var content = new byte[MostBytes + 1];
        var length = await stream.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, cancellationToken);
        return length <= MostBytes ? content[..length] : null;
    }
}
