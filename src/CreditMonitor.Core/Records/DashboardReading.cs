using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Statements;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>One reading of a pasted table: days and pairs of amounts in the order of the text, put together to rows.</summary>
/// <param name="text">Folded.</param>
/// <param name="otherWay">What to do where it cannot be read.</param>
internal sealed partial class DashboardReading(string text, string otherWay)
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Longest = 10_000;
    private const string Figure = @"\(?-? ?(?:(?:US|CA|C|AU|A|NZ|HK|SG|S|MX|R)?\$|€|£|¥|₹|[A-Z]{3})? ?-? ?(?:\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,4})?)(?: ?(?:US\$|\$ ?US\b|\$ ?CA\b|\$|€|£|¥|₹|[A-Z]{3}\b))?\)?";

    private readonly ImmutableArray<DashboardRow>.Builder _rows = ImmutableArray.CreateBuilder<DashboardRow>();
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();
    private readonly List<(int From, int To)> _covered = [];

    public (ImmutableArray<DashboardRow> Rows, ImmutableArray<string> Faults) Result()
    {
        List<Match> days = [.. Days().Matches(text).Take(Longest)];
        var order = StatementDates.Shown(days.Select(day => day.Value));
        List<Match> pairs = [.. Pairs().Matches(text).Take(Longest).Where(pair => HasSign(pair) && !days.Exists(day => day.Index <= pair.Index && pair.Index < day.Index + day.Length))];
        var before = 0;
        foreach (var pair in pairs)
        {
            before = Take(pair, days, order, before);
        }

        FindHalfRows(days, pairs);
        FindLines();
        if (_rows.Count == 0 && _faults.Count == 0)
        {
            _faults.Add($"line {FirstLine()}: no row of a credit-grants table was found; expected in each row a day, a state, remaining/total and a day of expiry, as copied from the dashboard, {otherWay}.");
        }

        return (_rows.ToImmutable(), _faults.ToImmutable());
    }

    /// <returns>Where what belongs to this row ends.</returns>
    private int Take(Match pair, List<Match> days, DateOrder? order, int before)
    {
        if (DashboardWords.Total().IsMatch(LineAt(pair.Index)))
        {
            return pair.Index + pair.Length;
        }

        var received = days.FindLast(day => day.Index >= before && day.Index < pair.Index);
        var end = pair.Index + pair.Length;
        var expires = days.Find(day => day.Index >= end && text[end..day.Index].Trim(' ', '\t', '\n', '\r', '|', ',').Length == 0);
        var never = expires is null && DashboardWords.Never().Match(text, end) is { Success: true } none ? none : null;
        if (received is null || (expires ?? never) is not { } last)
        {
            Fault(pair.Index, pair.Value, received is null ? "stands in no row that can be read; expected a day before it, and a state and a day of expiry beside it" : "has no day of expiry, and no 'never', behind it");
            return end;
        }

        Row(pair, received, expires, order);
        _covered.Add((received.Index, last.Index + last.Length));
        return last.Index + last.Length;
    }

    private void Row(Match pair, Match received, Match? expires, DateOrder? order)
    {
        var state = text[(received.Index + received.Length)..pair.Index].Trim(' ', '\t', '\n', '\r', '|', ',');
        DateOnly end = default;
        if (!TryDay(received.Value, order, out var from) || (expires is not null && !TryDay(expires.Value, order, out end)))
        {
            var day = TryDay(received.Value, order, out _) ? expires!.Value : received.Value;
            Fault(received.Index, day, StatementDates.NeedsOrder(Plainly(day)) ? "is a day that can be read in two ways; write the month as a word" : "is no day");
        }
        else if (AmountOf(pair.Groups["left"].Value) is not { } left || AmountOf(pair.Groups["total"].Value) is not { } total)
        {
            Fault(pair.Index, pair.Value, "has an amount that cannot be read; expected amounts such as $6.00/$7.00");
        }
        else if ((left.Currency ?? total.Currency ?? "USD") is not "USD" || (total.Currency ?? "USD") is not "USD")
        {
            Fault(pair.Index, pair.Value, "is not in US dollars, in which credit is kept");
        }
        else if (total.Number < 0m)
        {
            Fault(pair.Index, pair.Value, "has a total below zero");
        }
        else
        {
            _rows.Add(new DashboardRow(LineOf(received.Index), from, SafeText.Cut(SafeText.Line(state), 40), new Usd(left.Number), new Usd(total.Number), expires is null ? null : end));
        }
    }

    private static (decimal Number, string? Currency)? AmountOf(string figure)
    {
        var isNegative = figure.Contains('-', StringComparison.Ordinal) || (figure.StartsWith('(') && figure.EndsWith(')'));
        var digits = Digits().Match(figure);
        var word = string.Concat(figure.Where(c => char.IsLetter(c) || c is '$' or '€' or '£' or '¥' or '₹'));
        var currency = word is "$" or "" ? null : StatementAmount.CurrencyOf(word) ?? "?";
        return LocalNumber.TryRead(digits.Value, 2, null, out var number) ? (isNegative ? -number : number, currency) : null;
    }

    /// <summary>A day and a state, and no pair before the next day: its amounts cannot be read.</summary>
    private void FindHalfRows(List<Match> days, List<Match> pairs)
    {
        foreach (var (index, day) in days.Index())
        {
            var end = index + 1 < days.Count ? days[index + 1].Index : text.Length;
            var next = text[(day.Index + day.Length)..Math.Min(end, day.Index + day.Length + 120)];
            if (!IsCovered(day.Index) && DashboardWords.IsState(next) && next.Any(char.IsAsciiDigit) && !pairs.Exists(pair => pair.Index > day.Index && pair.Index < end))
            {
                Fault(day.Index, LineAt(day.Index), "is a row without remaining/total that can be read; expected amounts such as $6.00/$7.00");
            }
        }
    }

    /// <summary>Every line among the rows, or with a state, that holds a day and a figure and belongs to no row.</summary>
    private void FindLines()
    {
        var (first, last) = _covered.Count == 0 ? (int.MaxValue, -1) : (_covered[0].From, _covered[^1].To);
        var at = 0;
        foreach (var line in text.Split('\n'))
        {
            var (from, to) = (at, at + line.Length);
            at = to + 1;
            var isRow = Days().Match(line) is { Success: true } day && Figures().IsMatch(line.Remove(day.Index, day.Length)) && ((from > first && from < last) || DashboardWords.IsState(line));
            if (isRow && !_covered.Exists(row => row.From < to && row.To > from) && !DashboardWords.Total().IsMatch(line) && !_faults.Any(fault => fault.StartsWith($"line {LineOf(from)}:", StringComparison.Ordinal)))
            {
                Fault(from, line, "has a day and an amount and is no row that can be read");
            }
        }
    }

    private bool IsCovered(int index) => _covered.Exists(row => row.From <= index && index < row.To);

    private static bool HasSign(Match pair) => pair.Value.Any(c => c is '$' or '€' or '£' or '¥' or '₹') || Codes().IsMatch(pair.Value);

    private static bool TryDay(string day, DateOrder? order, out DateOnly read) => StatementDates.TryRead(Plainly(day), order, out read);

    private static string Plainly(string day) => Particles().Replace(day, " ");

    private void Fault(int index, string quoted, string problem) => _faults.Add($"line {LineOf(index)}: '{SafeText.Cut(SafeText.Line(quoted).Trim(), 60)}' {problem}, {otherWay}.");

    private int LineOf(int index) => text.AsSpan(0, index).Count('\n') + 1;

    private int FirstLine() => LineOf(Math.Max(0, text.AsSpan().IndexOfAnyExcept(" \t\r\n")));

    private string LineAt(int index)
    {
        var from = index == 0 ? 0 : text.LastIndexOf('\n', index - 1) + 1;
        var to = text.IndexOf('\n', index);
        return text[from..(to < 0 ? text.Length : to)];
    }

    [GeneratedRegex(@"(?<![\d.,/$€-])(\d{4}-\d{2}-\d{2}|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]|\d{4}[/.] ?\d{1,2}[/.] ?\d{1,2}\.?|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\p{L}{3,12}\.? \d{1,2}(st|nd|rd|th)?,? \d{4}|\d{1,2}(\.|st|nd|rd|th|er|º)? (de )?\p{L}{3,12}\.?,? (de )?\d{4})(?![\d/])", Plain, 2000)]
    private static partial Regex Days();

    [GeneratedRegex($@"(?<![\d.,/-])(?<left>{Figure})\s*(?:/|of|von|de|sur|di|van|av|z|中)\s*(?<total>{Figure})(?![\d/])", Plain, 2000)]
    private static partial Regex Pairs();

    [GeneratedRegex(@"[$€£¥₹] ?-?\d|\d ?[$€£¥₹]|\d[.,]\d\d(?!\d)", Plain, 2000)]
    private static partial Regex Figures();

    [GeneratedRegex(@"\b[A-Z]{3} ?\d|\d ?[A-Z]{3}\b", Plain, 2000)]
    private static partial Regex Codes();

    [GeneratedRegex(@"\d[\d.,' ]*", Plain, 2000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<=\d)(st|nd|rd|th|er|º)(?= )|\bde\b", Plain, 2000)]
    private static partial Regex Particles();
}
