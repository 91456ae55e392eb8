using System.Collections.Immutable;

namespace CreditMonitor.Core.Text;

/// <summary>Months by the beginnings of their names, in the languages of the banks and mails that were met.</summary>
internal static class MonthNames
{
    private static readonly ImmutableArray<ImmutableArray<string>> Beginnings =
    [
        ["jan", "jän", "gen", "ene", "ian", "sty", "tam", "led", "oca", "янв"],
        ["feb", "fev", "fév", "lut", "hel", "úno", "şub", "фев"],
        ["mar", "mär", "mrt", "maa", "már", "bře", "мар"],
        ["apr", "avr", "abr", "kwi", "huh", "dub", "nis", "ápr", "апр"],
        ["may", "mai", "mei", "mag", "maj", "maggio", "tou", "kvě", "máj", "май", "мая"],
        ["jun", "juin", "giu", "iun", "cze", "kes", "čer", "haz", "jún", "июн"],
        ["jul", "juil", "lug", "iul", "lip", "hei", "července", "červenec", "tem", "júl", "июл"],
        ["aug", "aoû", "aou", "ago", "sie", "elo", "srp", "ağu", "авг"],
        ["sep", "set", "wrz", "syy", "zář", "eyl", "sze", "сен"],
        ["oct", "okt", "out", "ott", "paź", "lok", "říj", "eki", "окт"],
        ["nov", "lis", "marras", "kas", "ноя"],
        ["dec", "dez", "déc", "dic", "des", "gru", "jou", "pro", "ara", "дек"],
    ];

    /// <returns>1 to 12; 0 when it is no month's name. Of two beginnings the longer counts.</returns>
    public static int NumberOf(string name)
    {
        var (month, longest) = (0, 0);
        for (var index = 0; index < Beginnings.Length; index++)
        {
            foreach (var beginning in Beginnings[index])
            {
                if (beginning.Length > longest && name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                {
                    (month, longest) = (index + 1, beginning.Length);
                }
            }
        }

        return month;
    }
}
