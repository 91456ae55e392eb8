using System.Text.RegularExpressions;

namespace CreditMonitor.Functions.Tests.Host;

/// <summary>A row of Application Insights, as the host writes it: of <c>requests</c> for each run, of <c>traces</c> for each line that
/// the worker logged.</summary>
internal sealed record LogRow(string Table, IReadOnlyDictionary<string, string> Columns)
{
    public static LogRow Of(Invocation run) =>
        new("requests", new Dictionary<string, string> { ["operation_Name"] = run.Function, ["success"] = run.Succeeded ? "true" : "false" });

    public static LogRow Line(string message) => new("traces", new Dictionary<string, string> { ["message"] = message });
}

/// <summary>As much of the query language as the template's alerts use: a table, and conditions that must all hold.</summary>
internal sealed partial class LogQuery
{
    private readonly string _table;
    private readonly List<Func<LogRow, bool>> _conditions;

    private LogQuery(string table, List<Func<LogRow, bool>> conditions) => (_table, _conditions) = (table, conditions);

    /// <exception cref="FormatException">The query uses more than is known here: then this class is to learn it.</exception>
    public static LogQuery Parse(string query)
    {
        var parts = query.Split(" | where ");
        return parts is [var table, var where]
            ? new LogQuery(table, [.. where.Split(" and ").Select(Condition)]) : throw new FormatException(query);
    }

    public int Count(IEnumerable<LogRow> rows) => rows.Count(row => row.Table == _table && _conditions.TrueForAll(holds => holds(row)));

    private static Func<LogRow, bool> Condition(string text) => Shape().Match(text) is { Success: true } match
        ? (match.Groups["column"].Value, match.Groups["operator"].Value, match.Groups["value"].Value) switch
        {
            (var column, "==", var value) => row => row.Columns[column] == value.Trim('"'),
            (var column, "has", var value) => row =>
                Regex.IsMatch(row.Columns[column], $@"\b{Regex.Escape(value.Trim('"'))}\b", RegexOptions.IgnoreCase),
            (var column, _, var values) => row => values.Trim('(', ')').Split(", ").Any(value => row.Columns[column] == value.Trim('"')),
        }
        : throw new FormatException(text);

    [GeneratedRegex(
        """^(?<column>\w+) (?<operator>==|has|in) (?<value>"[^"]*"|true|false|\("[^"]*"(, "[^"]*")*\))$""", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
