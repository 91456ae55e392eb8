using System.Text.RegularExpressions;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>Rows that tell a balance: formats without a place for it write it as a movement.</summary>
internal static partial class BalanceRows
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    public static bool IsOne(string description) => Words().IsMatch(WideText.Fold(description).Trim());

    [GeneratedRegex(@"^\W*((opening|closing|previous|current|available|ledger|starting|beginning|ending|statement|running|book|final|initial|account) (ledger |available |statement |account )?balance\b.{0,40}|(new|old) balance|balance( (brought|carried) (forward|down)| b\/?f| c\/?f| forward| as (of|at)\b.*| on \d.*| at \d.*)?|(brought|carried) forward"
        + @"|saldo( (anterior|do dia|dia|inicial|final|atual|actual|disponible|disponível|em|al|a|vom|per|zum|op|iniziale|finale|contabile|disponibile|precedente|bloqueado|total|parcial|início|fim|pocz[aą]tkowe|ko[nń]cowe|po operacji|ing[aå]ende|utg[aå]ende|alt|neu)\b.{0,40})?|s ?a ?l ?d ?o( .{0,20})?"
        + @"|(anfangs|end|schluss|vortrags|konto|tages|rechnungs|zwischen|start|begin|eind|slut)saldo\b.{0,40}|saldo(vortrag|mitteilung)?\b( .{0,20})?|(alter|neuer|letzter) (konto)?(saldo|stand)\b.{0,40}|kontostand\b.{0,40}|übertrag\b.{0,20}"
        + @"|(ancien |nouveau )?solde( (précédent|initial|final|créditeur|débiteur|au|antérieur|en euros|comptable|disponible|du|d'ouverture|de clôture)\b.{0,40})?|report (à nouveau|du solde)\b.{0,20}|(ing[aå]ende|utg[aå]ende|inng[aå]ende) saldo\b.{0,40}|alkusaldo|loppusaldo|nyitó ?egyenleg.{0,20}|záró ?egyenleg.{0,20}|počáteční zůstatek.{0,20}|konečný zůstatek.{0,20}|stan początkowy.{0,20}|stan końcowy.{0,20}"
        + @"|(前回|前月|今回|次回)?(繰越|残高|繰越残高|前期繰越|次期繰越)|期初余额|期末余额|上期余额|本期余额|承前餘額|上期結餘|이월 ?잔액|잔액)\W*$", Plain, 2000)]
    private static partial Regex Words();
}
