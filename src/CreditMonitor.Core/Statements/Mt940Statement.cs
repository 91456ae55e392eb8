using System.Globalization;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>SWIFT MT940: <c>:61:</c> is a movement, the <c>:86:</c> behind it its text. Balances that do not tie are none of its business: banks' own samples do not.</summary>
internal static partial class Mt940Statement
{
    public static StatementRead Read(string text, StatementOptions options)
    {
        var rows = new StatementRows();
        var (currency, account) = (options.Currency, "");
        CardRow? open = null;
        foreach (var (line, tag, value) in Fields(text))
        {
            if (tag == "86" && open is not null)
            {
                open = open with { Description = StatementText.Join(TextOf(value)) is { Length: > 0 } described ? described : open.Description };
            }

            Flush(rows, ref open);
            switch (tag)
            {
                case "25":
                    account = value.Trim();
                    break;
                case "60F" or "60M" when Balance().Match(value) is { Success: true } balance:
                    currency = balance.Groups[1].Value;
                    break;
                case "61" when currency is null:
                    return StatementRows.NeedsCurrency();
                case "61":
                    open = Movement(rows, line, value, currency, account);
                    break;
            }
        }

        Flush(rows, ref open);
        return rows.Read("mt940", "mt940");

        static void Flush(StatementRows rows, ref CardRow? open)
        {
            if (open is { } row)
            {
                rows.Add(row);
            }

            open = null;
        }
    }

    private static CardRow? Movement(StatementRows rows, int line, string value, string currency, string account)
    {
        var match = Line61().Match(value);
        if (!match.Success || !StatementDates.TryRead($"20{match.Groups["value"].Value}", DateOrder.YearFirst, out var day) || !StatementAmount.TryRead(match.Groups["amount"].Value, ',', out var amount))
        {
            rows.SkipUnread(line, $":61: {StatementText.Short(value)} is no movement that can be read");
            return null;
        }

        var isOut = match.Groups["mark"].Value is "D" or "ED" or "RC";
        var reference = match.Groups["bank"].Value.Trim() is { Length: > 0 } bank ? bank : match.Groups["customer"].Value.Trim();
        return new CardRow(day, Entered(day, match.Groups["entry"].Value), Money.Of(isOut ? amount.Value : -amount.Value, currency), StatementText.Collapse(match.Groups["customer"].Value))
        {
            Line = line,
            SourceId = reference is "" or "NONREF" ? null : reference,
            Account = account,
        };
    }

    /// <summary>The entry date has no year: the one that brings it nearest to the value date.</summary>
    private static DateOnly? Entered(DateOnly day, string entry)
    {
        if (entry.Length == 0)
        {
            return day;
        }

        var near = Enumerable.Range(day.Year - 1, 3)
            .Select(year => StatementDates.TryRead($"{year.ToString("0000", CultureInfo.InvariantCulture)}{entry}", DateOrder.YearFirst, out var entered) ? entered : (DateOnly?)null)
            .Where(entered => entered is not null).MinBy(entered => Math.Abs(entered!.Value.DayNumber - day.DayNumber));
        return near ?? day;
    }

    /// <summary>German banks number the parts: ?20 to ?29 and ?60 to ?63 say what for, ?32 and ?33 who.</summary>
    private static IEnumerable<string> TextOf(string value)
    {
        var parts = Subfield().Split(value.Replace("\n?", "?", StringComparison.Ordinal));
        if (parts.Length < 4)
        {
            return [value];
        }

        var numbered = parts.Skip(1).Chunk(2).Where(part => part.Length == 2).ToList();
        var who = numbered.Where(part => part[0] is "32" or "33").Select(part => part[1]);
        var why = numbered.Where(part => part[0][0] is '2' or '6').Select(part => part[1]);
        return [string.Concat(who).Trim(), string.Join(' ', why.Select(part => part.Trim()))];
    }

    private static IEnumerable<(int Line, string Tag, string Value)> Fields(string text)
    {
        var (line, begun, tag, value) = (0, 0, "", "");
        foreach (var whole in text.ReplaceLineEndings("\n").Split('\n'))
        {
            line++;
            var match = Field().Match(whole);
            if ((match.Success || whole.StartsWith("-}", StringComparison.Ordinal) || whole is ['-'] or "-XXX" || whole.StartsWith("{1:", StringComparison.Ordinal)) && tag.Length > 0)
            {
                yield return (begun, tag, value);
                tag = "";
            }

            if (match.Success)
            {
                (begun, tag, value) = (line, match.Groups[1].Value, match.Groups[2].Value);
            }
            else if (tag.Length > 0 && value.Length < 10_000)
            {
                value += "\n" + whole;
            }
        }

        if (tag.Length > 0)
        {
            yield return (begun, tag, value);
        }
    }

    [GeneratedRegex(@"^(?:\{4:)?\s*:(\d{2}[A-Z]?):(.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Field();

    [GeneratedRegex(@"^[DC]\d{6}([A-Z]{3})", RegexOptions.CultureInvariant)]
    private static partial Regex Balance();

    [GeneratedRegex(@"\?(\d{2})", RegexOptions.CultureInvariant)]
    private static partial Regex Subfield();

    [GeneratedRegex(@"^(?<value>\d{6})(?<entry>\d{4})?(?<mark>R?[DC]|E[DC])[A-Z]?(?<amount>\d{1,15}[,.]?\d{0,4})(?:[A-Z][A-Z0-9]{3})?(?<customer>[^\n/]*(?:/[^\n/]+)*)(?://(?<bank>[^\n]*))?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Line61();
}
