using System.Collections.Immutable;
using CreditMonitor.Core.Statements;

namespace CreditMonitor.Intake.Statements;

/// <summary>What a caller says of a statement, as options of the verb or parameters of the address.</summary>
internal static class StatementOptionText
{
    private static readonly ImmutableArray<string> Roles = ["date", "posted", "amount", "debit", "credit", "currency", "description", "id", "status"];

    /// <returns>A fault begins with the option's name.</returns>
    public static (StatementOptions Options, string? Fault) Read(string? format, string? currency, string? order, string? columns, string? charges)
    {
        var code = currency?.Trim().ToUpperInvariant();
        var named = (columns ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries)).ToList();
        var fault =
            format is not null && !StatementReader.Formats.Contains(format) && !StatementReader.Dialects.Contains(format) ? $"format {format} is not known; expected {string.Join(", ", StatementReader.Formats)}, or one of the CSV dialects {string.Join(", ", StatementReader.Dialects)}."
            : code is not null && !(code.Length == 3 && code.All(char.IsAsciiLetterUpper)) ? $"currency {currency} is no currency code; expected three letters, such as USD."
            : order is not (null or "ymd" or "mdy" or "dmy") ? $"date-order {order} is not known; expected ymd, mdy or dmy."
            : charges is not (null or "positive" or "negative") ? $"charges {charges} is not known; expected positive or negative."
            : named.Exists(pair => pair.Length != 2 || !Roles.Contains(pair[0])) ? $"columns {columns} cannot be read; expected pairs such as date=Day,amount=Total of {string.Join(", ", Roles)}."
            : null;
        var options = new StatementOptions(format, code, order switch { "ymd" => DateOrder.YearFirst, "mdy" => DateOrder.MonthFirst, "dmy" => DateOrder.DayFirst, _ => null })
        {
            ChargesArePositive = charges is null ? null : charges == "positive",
            Columns = fault is null ? named.GroupBy(pair => pair[0]).ToImmutableDictionary(same => same.Key, same => same.Last()[1]) : ImmutableDictionary<string, string>.Empty,
        };
        return (options, fault);
    }
}
