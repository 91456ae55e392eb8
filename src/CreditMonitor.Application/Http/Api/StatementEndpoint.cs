using System.Collections.Immutable;
using CreditMonitor.Core.Records;
using CreditMonitor.Http.Access;
using CreditMonitor.Intake;
using CreditMonitor.Intake.Statements;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Api;

/// <summary><c>POST /api/organizations/{org}/statements</c>: the statement as the body, or as files of a form; at most 1 MiB. Parameters: those of the verb, and <c>dry_run=true</c>.</summary>
internal static class StatementEndpoint
{
    private const int MostBytes = 1024 * 1024;
    private const int MostFiles = 20;

    public static readonly ApiOperation Operation = new("tellStatement", "A card statement: CSV of many banks, OFX, QFX, QIF, camt.053 or MT940. The same or an overlapping export adds nothing.", AccessScope.Write)
    {
        Query =
        [
            Word("format", "The format where it is not to be detected.", "csv"), Word("currency", "Of amounts without one, ISO 4217.", "USD"), Word("date_order", "ymd, mdy or dmy, where the dates alone do not tell.", "ymd"),
            Word("columns", "Which columns of a CSV are what, as the import verb takes it.", null), Word("charges", "The sign of charges, as the import verb takes it.", null),
            new ApiParameter("dry_run", "true: shows what it holds and keeps nothing.", """{"type":"string","enum":["true","false"],"default":"false"}""", "\"true\""),
        ],
        Body = new ApiBody("The statement itself, or up to 20 files of a multipart form; 1 MiB in all.", """{"type":"string"}""", "Date,Description,Amount\n2026-03-02,OPENAI SAN FRANCISCO CA,21.60\n", []),
        Answer = ApiAnswer.Json("What it holds, and what became of each charge.", StatementJson.Default.StatementBody),
    };

    private static ApiParameter Word(string name, string means, string? example) => new(name, means, """{"type":"string"}""", example is null ? "null" : $"\"{example}\"");

    public static Task<IResult> TakeAsync(string org, HttpContext context, CancellationToken cancellationToken) => context.ForAsync(org, organization => TakeAsync(organization, context, cancellationToken));

    private static async Task<IResult> TakeAsync(OrganizationSettings organization, HttpContext context, CancellationToken cancellationToken)
    {
        var query = context.Request.Query;
        var (options, fault) = StatementOptionText.Read(query["format"], query["currency"], query["date_order"], query["columns"], query["charges"]);
        if (fault is not null)
        {
            return ApiProblem.NotKept(fault);
        }

        if (await FilesAsync(context, cancellationToken) is not { } files)
        {
            return ApiProblem.NotKept(
                "What was sent is no form that can be read, or has no file in it; send the statement itself, or files of a multipart form.");
        }

        var read = StatementFiles.Read(files, options, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return !read.Faults.IsEmpty ? ApiProblem.NotKept(string.Join(' ', read.Faults).Replace("--date-order", "date_order", StringComparison.Ordinal).Replace("--", "", StringComparison.Ordinal))
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
            return Answer(StatementBody.Of(statements, facts.IsEmpty ? ImmutableArray<FactChange>.Empty : (await services.GetRequiredService<RecordIntake>().TellAsync(organization, facts, by, settles: true, cancellationToken)).Changes));
        }
        catch (StoreException e)
        {
            return ApiProblem.NothingKept(e);
        }
    }

    private static IResult Answer(StatementBody body) => Results.Json(body, StatementJson.Default.StatementBody);

    /// <summary>Of a body larger than the API takes nothing is kept: reading it ends with 413.</summary>
    private static async Task<ImmutableArray<StatementFile>?> FilesAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!request.HasFormContentType || request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return [new StatementFile("statement", await ReadAsync(request.Body, cancellationToken))];
        }

        var form = await context.ReadFormAsync(MostBytes, cancellationToken);
        if (form.IsTooLarge)
        {
            throw new BadHttpRequestException("The form is too large.", form.Status);
        }

        var files = ImmutableArray.CreateBuilder<StatementFile>();
        foreach (var file in (form.Form?.Files ?? Enumerable.Empty<IFormFile>()).Take(MostFiles))
        {
            await using var stream = file.OpenReadStream();
            files.Add(new StatementFile($"file {files.Count + 1}", await ReadAsync(stream, cancellationToken)));
        }

        return files.Count == 0 ? null : files.ToImmutable();
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
