using System.Text.RegularExpressions;

namespace CreditMonitor.Core.Records;

/// <summary>The words of the credit-grants table, as browsers translate them.</summary>
internal static partial class DashboardWords
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    public static bool IsAvailable(string state) => Available().IsMatch(state) && !Gone().IsMatch(state);

    public static bool IsState(string text) => Available().IsMatch(text) || Gone().IsMatch(text);

    [GeneratedRegex(@"\b(available|active|verfügbar|aktiv|disponible|actif|activo|disponível|ativo|disponibile|attivo|beschikbaar|actief|tillgänglig|tilgængelig|tilgjengelig|dostępn[eya]|aktywn[eya]|dostupné|k dispozici|elérhető|kullanılabilir|доступно)\b|利用可能|使用可能|有効|可用|有效|사용 ?가능|유효", Plain, 2000)]
    private static partial Regex Available();

    [GeneratedRegex(@"\b(expired|used|depleted|exhausted|consumed|void(ed)?|revoked|cancell?ed|inactive|unavailable|pending|upcoming|scheduled|abgelaufen|verfallen|verbraucht|aufgebraucht|genutzt|ausstehend|nicht verfügbar|expirée?|épuisée?|utilisée?|indisponible|vencid[oa]|caducad[oa]|expirad[oa]|usad[oa]|utilizad[oa]|agotad[oa]|esgotad[oa]|scadut[oa]|esaurit[oa]|usat[oa]|verlopen|gebruikt|utgången|förbrukad|udløbet|utløpt|wygasł[aeoy]|wykorzystan[aeoy]|vypršel|lejárt|süresi doldu)\b|期限切れ|失効|使用済み|利用済み|已过期|已過期|已使用|已用完|만료|사용됨|소진", Plain, 2000)]
    private static partial Regex Gone();

    [GeneratedRegex(@"\G\s*(never|no expir(y|ation)( date)?|does not expire|none|n/a|nie(mals)?|kein ablauf|läuft nicht ab|jamais|n'expire pas|nunca|no (caduca|vence)|não expira|mai|non scade|nooit|aldrig|nigdy|なし|無期限|期限なし|永不(过期)?|無|없음|무기한|-{1,3})(?![\p{L}\d])", Plain, 2000)]
    public static partial Regex Never();

    /// <summary>A line of sums below or above the table.</summary>
    [GeneratedRegex(@"^\W*(grand )?(total|sum|overall|gesamt|summe|insgesamt|totale|totaal|totalt|合計|総計|总计|合计|總計|합계|총)", Plain, 2000)]
    public static partial Regex Total();
}
