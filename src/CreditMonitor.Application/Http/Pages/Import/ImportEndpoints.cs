using System.Buffers.Text;
using System.Collections.Immutable;
using CreditMonitor.Intake;
using CreditMonitor.Intake.Statements;
using CreditMonitor.Settings;
using CreditMonitor.Storage;

namespace CreditMonitor.Http.Pages.Import;

/// <summary>Files are shown first, and kept by a second form that carries them again: nothing lies between the two on any instance, and what is kept is read and checked anew.</summary>
internal static class ImportEndpoints
{
    private const int MostBytes = 1024 * 1024;
    private const int MostFiles = 20;

    /// <summary>Fields and the lines between the parts of a form.</summary>
    private const int Around = 64 * 1024;

    public static void MapImport(this IEndpointRouteBuilder app)
    {
        app.MapPost("/organizations/{org}/import", (string org, HttpContext context, CancellationToken cancellationToken) =>
            PageGuard.ActAsync(context, org, MostBytes + Around, async sent => await AnswerAsync(sent, await UploadedAsync(sent.Form, cancellationToken), keep: false, context, cancellationToken)));
        app.MapPost("/organizations/{org}/import/keep", (string org, HttpContext context, CancellationToken cancellationToken) =>
            PageGuard.ActAsync(context, org, (MostBytes * 4 / 3) + Around, async sent => await AnswerAsync(sent, Carried(sent.Form), keep: true, context, cancellationToken)));
    }

    private static async Task<IResult?> AnswerAsync(Sent sent, ImmutableArray<StatementFile> files, bool keep, HttpContext context, CancellationToken cancellationToken)
    {
        var services = context.RequestServices;
        var (currency, order) = (sent.Text("currency"), sent.Text("date_order"));
        var read = files.IsEmpty || files.Sum(file => file.Content.Length) > MostBytes
            ? new ImportReading("", [], [], [files.IsEmpty ? $"No file was chosen, or more than {MostFiles}." : "The files are larger than 1 MiB together; send them one after another, or a shorter time."])
            : ImportReading.Read(files, currency, order, services.GetRequiredService<TimeProvider>().GetUtcNow(), sent.Visitor.Name);
        var rows = read.Rows(await services.GetRequiredService<IMonitorStore>().ReadToldAsync(sent.Organization.Id, cancellationToken));
        if (keep && !read.Facts.IsEmpty)
        {
            await services.GetRequiredService<RecordIntake>().TellAsync(sent.Organization, read.Facts, sent.Visitor.Name, settles: true, cancellationToken);
        }

        return await services.GetRequiredService<PageWriter>().ImportAsync(
            new ImportPageModel(
                sent.Organization.Id, sent.Organization.Name, read.Formats, rows, read.Skipped, read.Faults, keep || !read.Faults.IsEmpty ? [] : [.. files.Select(Encode)], currency, order, keep && read.Faults.IsEmpty),
            sent.Visitor);
    }

    private static async Task<ImmutableArray<StatementFile>> UploadedAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form.Files.Count > MostFiles)
        {
            return [];
        }

        var files = ImmutableArray.CreateBuilder<StatementFile>();
        foreach (var file in form.Files.Where(file => file.Length > 0))
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            files.Add(new StatementFile(NameOf(file.FileName), content.ToArray()));
        }

        return files.ToImmutable();
    }

    private static ImmutableArray<StatementFile> Carried(IFormCollection form)
    {
        var (names, contents) = (form["name"], form["content"]);
        return names.Count != contents.Count || names.Count > MostFiles || contents.Any(content => content is null || !Base64Url.IsValid(content)) ? []
            : [.. names.Zip(contents, (name, content) => new StatementFile(NameOf(name ?? ""), Base64Url.DecodeFromChars(content)))];
    }

    private static EncodedFile Encode(StatementFile file) => new(file.Name, Base64Url.EncodeToString(file.Content));

    /// <summary>Browsers send a name, and some a whole path; what else is sent is not shown.</summary>
    private static string NameOf(string sent) => SettingsReader.Shown(sent[(sent.LastIndexOfAny(['/', '\\']) + 1)..]) is { Length: > 0 } name ? name : "file";
}
