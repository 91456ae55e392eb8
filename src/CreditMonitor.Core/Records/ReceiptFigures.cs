using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CreditMonitor.Core.Statements;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>Finds what stands behind the labels of a receipt: in the same line, however many labels it has, or in the next one.</summary>
/// <param name="text">Folded, with one line break between lines and no empty ones.</param>
internal sealed partial class ReceiptFigures(string text)
{
    /// <summary>A receipt has a dozen.</summary>
    private const int MostAmounts = 500;

    /// <summary>What the currency's sign could be several of, such as <c>kr</c>; null: none was met.</summary>
    public string? UnknownCurrency { get; private set; }

    /// <summary>Where the last amount that a label named ends.</summary>
    public int End { get; private set; }

    /// <summary>The last that stands behind the first of the labels that has one.</summary>
    public Money? Behind(IEnumerable<string> labels)
    {
        foreach (var label in labels)
        {
            var found = Places(label).Select(AmountAt).LastOrDefault(amount => amount is not null);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>What one label alone says, if it is there at all.</summary>
    public DateOnly? Day(IEnumerable<string> labels)
    {
        foreach (var label in labels)
        {
            foreach (var place in Places(label))
            {
                var end = Math.Min(text.Length, place + 60);
                if (DayIn(text[place..end], mustBegin: true) is { } day)
                {
                    return day;
                }
            }
        }

        return null;
    }

    /// <summary>Each tax once for each place that names it; a repeated whole is told by <paramref name="fits"/>, which says whether a sum makes the total.</summary>
    public Money? Tax(Func<Money, bool> fits)
    {
        var taxes = ReceiptWords.Tax().Matches(text).Select(match => LocalAmount.At(text, match.Index + match.Length)?.Money).OfType<Money>().ToImmutableArray();
        if (taxes.IsEmpty || taxes.Any(tax => tax.Currency != taxes[0].Currency))
        {
            return null;
        }

        var all = taxes.Aggregate((sum, tax) => sum + tax);
        var distinct = taxes.Distinct().Aggregate((sum, tax) => sum + tax);
        return fits(all) || !fits(distinct) ? all : distinct;
    }

    /// <summary>Mails say it in a sentence: what was charged, else the first amount.</summary>
    public Money? InSentence()
    {
        var all = All();
        UnknownCurrency ??= all.Find(amount => amount.Money is null) is { Length: > 0 } unknown ? unknown.Sign : null;
        var known = all.FindAll(amount => amount.Money is not null);
        return known.Count == 0 ? null : known.Select(amount => (amount.Money, Rank: IsCharged(amount))).MinBy(one => one.Rank).Money;
    }

    private int IsCharged(LocalAmount amount)
    {
        var end = amount.Index + amount.Length;
        return ReceiptWords.ChargedBefore().IsMatch(text[Math.Max(0, amount.Index - 80)..amount.Index]) ? 0
            : ChargedBehind().IsMatch(text[end..Math.Min(text.Length, end + 60)]) ? 1 : 2;
    }

    private List<LocalAmount> All()
    {
        var all = new List<LocalAmount>();
        for (var amount = LocalAmount.In(text); amount is { } found && all.Count < MostAmounts; amount = LocalAmount.In(text, found.Index + found.Length))
        {
            all.Add(found);
        }

        return all;
    }

    /// <summary>Of a receipt whose labels are in another language: its total is its largest amount and stands there twice at least.</summary>
    public Money? Largest()
    {
        var amounts = All().Select(amount => amount.Money).OfType<Money>().ToList();
        return amounts.Count > 1 && amounts.TrueForAll(amount => amount.Currency == amounts[0].Currency) && amounts.Max() is var most && amounts.Count(amount => amount == most) > 1 ? most : null;
    }

    public static DateOnly? DayIn(string part, bool mustBegin = false)
    {
        foreach (Match match in Days().Matches(part))
        {
            if ((!mustBegin || !part[..match.Index].Any(c => char.IsAsciiDigit(c) || c is '$' or '€')) && Of(match) is { } day)
            {
                return day;
            }
        }

        return null;
    }

    private static DateOnly? Of(Match match) => match.Groups["cjk"].Success
        ? StatementDates.TryRead(string.Join('-', match.Groups["cjk"].Value.Split(['年', '月', '日', '년', '월', '일', '.', ' '], StringSplitOptions.RemoveEmptyEntries)), DateOrder.YearFirst, out var wide) ? wide : null
        : StatementDates.TryRead(Particles().Replace(match.Value, " "), null, out var day) ? day : null;

    private Money? AmountAt(int place)
    {
        var at = Between().Match(text, place).Length + place;
        if (LocalAmount.At(text, at) is not { } amount)
        {
            return null;
        }

        UnknownCurrency = amount.Money is null ? UnknownCurrency ?? amount.Sign : UnknownCurrency;
        End = Math.Max(End, amount.Index + amount.Length);
        return amount.Money;
    }

    /// <summary>Right behind each whole occurrence of the label.</summary>
    private IEnumerable<int> Places(string label)
    {
        for (var at = text.IndexOf(label, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(label, at + label.Length, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + label.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetter(text[end]) || text[end] >= '\u2E80'))
            {
                yield return end;
            }
        }
    }

    /// <summary>Marks, a remark in brackets, and at most one line break.</summary>
    [GeneratedRegex(@"\G[ \t:|*=]*([(（][^)）\n]{0,40}[)）])?[ \t:|*=]*\n?[ \t:|*=]*", ReceiptWords.Plain, ReceiptWords.Timeout)]
    private static partial Regex Between();

    [GeneratedRegex(@"^[^\n.!?]{0,20}\b((was|were|has been|have been|is) (charged|debited|billed)|wurden?\b[^\n.!?]{0,40}(abgebucht|berechnet)|berechnet|abgebucht|(a|ont) été (débités?|prélevés?)|(se )?(cobr|carg)(ó|aron))\b|^ ?(を|が)?(請求|引き落と|扣款|청구)", ReceiptWords.Plain, ReceiptWords.Timeout)]
    private static partial Regex ChargedBehind();

    [GeneratedRegex(@"(?<!\d)((?<cjk>\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]|\d{4}\. \d{1,2}\. \d{1,2}\.)|\d{4}-\d{2}-\d{2}|\p{L}{3,12}\.? \d{1,2}(st|nd|rd|th)?,? (at )?\d{4}|\d{1,2}(\.|st|nd|rd|th|er|º|°)? (de |of )?\p{L}{3,12}\.?,? (de |del )?\d{4}|\d{4}\. \p{L}{3,12} \d{1,2}\.)(?!\d)", ReceiptWords.Plain, ReceiptWords.Timeout)]
    private static partial Regex Days();

    [GeneratedRegex(@"(?<=\d)(st|nd|rd|th|er|º|°)(?= )|\b(de|del|of)\b|(?<=\p{L})\.", ReceiptWords.Plain, ReceiptWords.Timeout)]
    private static partial Regex Particles();
}
