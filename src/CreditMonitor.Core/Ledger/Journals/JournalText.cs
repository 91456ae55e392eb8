using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Ledger.Journals;

/// <summary>What both journals share: names that are safe in a line, and words for an entry.</summary>
internal static class JournalText
{
    /// <summary>Ids come from outside: an account name or a label takes letters, digits, dots and dashes; what else an id has becomes a dash, and the place in the
    /// burn order is added, so that two ids never share a name.</summary>
    public static ImmutableDictionary<string, string> Names(IEnumerable<GrantBalance> grants)
    {
        var names = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (grant, place) in grants.Select((balance, place) => (balance.Grant, place)))
        {
            var name = Plain(grant.Id);
            names[grant.Id] = name == grant.Id && taken.Add(name) ? name : Free(taken, $"{name}-{place}");
        }

        return names.ToImmutable();
    }

    /// <summary>Text inside a description: one line, no quotes, comment marks or separators that a journal would read.</summary>
    public static string Words(string text) =>
        string.Concat((text.Length > 100 ? text[..100] : text).Select(c => char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || c is '"' or ';' or '|' or '\\' or '\u2028' or '\u2029' ? '-' : c));

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Description(LedgerEntry entry, IReadOnlyDictionary<string, CreditGrant> grants) => entry.Kind switch
    {
        LedgerEntryKind.Granted => Granted(grants[entry.Parts[0].GrantId]),
        LedgerEntryKind.Used => entry.FactId is { } id ? $"usage {Words(id)}" : "usage",
        LedgerEntryKind.OwedTaken => "owed usage taken from new credit",
        LedgerEntryKind.Refunded => $"refund{(entry.FactId is { } id ? " " + Words(id) : "")} of grant {Words(entry.Parts[0].GrantId)}",
        LedgerEntryKind.Expired => $"grant {Words(entry.Parts[0].GrantId)} lapsed unused",
        _ => $"grant {Words(entry.Parts[0].GrantId)} withdrawn",
    };

    /// <summary>Decimals that show every amount exactly; two at least. A tool that knows fewer would round its sums.</summary>
    public static int Decimals(LedgerHistory history) => history.Entries
        .SelectMany(entry => entry.Parts.Select(part => part.Remaining).Append(entry.Owed).Append(entry.Due))
        .Select(amount => amount.ToExactString())
        .Select(text => text.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? text.Length - point - 1 : 0)
        .Append(2).Max();

    public static StringBuilder Line(this StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Granted(CreditGrant grant) =>
        $"grant {Words(grant.Id)}, {SnakeCase.Of(grant.Kind)}, {(grant.End is { } end ? $"ends {InstantText.Format(end)}" : "never ends")}";

    private static string Plain(string id)
    {
        var name = string.Concat((id.Length > 60 ? id[..60] : id).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? c : '-'));
        return name.Length == 0 ? "grant" : name;
    }

    private static string Free(HashSet<string> taken, string name)
    {
        var free = name;
        for (var n = 2; !taken.Add(free); n++)
        {
            free = $"{name}-{n}";
        }

        return free;
    }
}
