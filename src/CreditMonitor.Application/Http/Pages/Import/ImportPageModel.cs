using System.Collections.Immutable;

namespace CreditMonitor.Http.Pages.Import;

/// <summary>What files hold, before it is kept and after.</summary>
/// <param name="Formats">As they were recognized.</param>
/// <param name="Rows">What would be kept, or was.</param>
/// <param name="Skipped">Lines that are not kept, with file, line and reason.</param>
/// <param name="Faults">Empty unless a file could not be read; then nothing of any is kept.</param>
/// <param name="Files">What goes back to be kept.</param>
public sealed record ImportPageModel(
    string OrganizationId, string OrganizationName, string Formats, ImmutableArray<ImportRow> Rows, ImmutableArray<string> Skipped, ImmutableArray<string> Faults, ImmutableArray<EncodedFile> Files,
    string? Currency, string? DateOrder, bool IsKept);

/// <param name="Result">What it is to what is known: <c>new</c>, <c>replaces what was known</c>, <c>known already</c>.</param>
public sealed record ImportRow(string Kind, string Day, string Amount, string Text, string Result);

/// <summary>A file as a form carries it.</summary>
/// <param name="Content">Base64, by the alphabet for addresses.</param>
public sealed record EncodedFile(string Name, string Content);
