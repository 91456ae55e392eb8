using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>Ids out of content and count: the nth row that says the same on its day has the same id in every export that holds it, so telling it again adds nothing, and of
/// several files each adds only what goes beyond the largest count before. Two real equal charges in one file stay two.</summary>
public static class StatementIds
{
    public static ImmutableArray<CardRow> Number(IEnumerable<CardRow> rows)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. rows.Select(row =>
        {
            var content = ContentOf(row);
            var occurrence = seen[content] = seen.GetValueOrDefault(content) + 1;
            return row with { Id = $"stmt-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{content}\n{occurrence}")), 0, 12)}" };
        })];
    }

    /// <summary>Several files as one, in the order given. A row that was pending and is posted in a later file is replaced by it.</summary>
    /// <returns>What each file adds, and which of its rows another one already has or has replaced.</returns>
    public static ImmutableArray<(ImmutableArray<CardRow> Rows, ImmutableArray<SkippedRow> Known)> Merge(ImmutableArray<ImmutableArray<CardRow>> files)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var merged = files.Select(rows => rows.ToLookup(row => ids.Add(row.Id))).ToList();
        return [.. merged.Select((file, index) =>
        {
            var later = file[true].Any(row => row.Pending) ? merged.Skip(index + 1).SelectMany(next => next[true]).Where(row => !row.Pending).ToList() : [];
            var replaced = file[true].Where(row => row.Pending && later.Find(row.IsPostedBy) is { } posted && later.Remove(posted)).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
            return (
                file[true].Where(row => !replaced.Contains(row.Id)).ToImmutableArray(),
                file[false].Select(row => new SkippedRow(row.Line, "an earlier file has this row"))
                    .Concat(file[true].Where(row => replaced.Contains(row.Id)).Select(row => new SkippedRow(row.Line, "was pending, and a later file has it posted"))).ToImmutableArray());
        })];
    }

    /// <summary>Banks post within eight days.</summary>
    private static bool IsPostedBy(this CardRow pending, CardRow posted) =>
        pending.Amount == posted.Amount && pending.Account == posted.Account && Same(pending.Description, posted.Description)
        && (pending.Day is not { } from || posted.Day is not { } to || to.DayNumber - from.DayNumber is >= -1 and <= 8);

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string ContentOf(CardRow row) => string.Join(
        '\n', row.Account, row.Day is { } day ? InstantText.Format(day) : "", row.Amount.ToExactString(), row.Amount.Currency.Code, StatementText.Collapse(row.Description).ToUpperInvariant(), row.SourceId ?? "", row.Pending ? "pending" : "");
}
