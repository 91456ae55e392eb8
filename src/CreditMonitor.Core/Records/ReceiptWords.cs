using System.Text.RegularExpressions;

namespace CreditMonitor.Core.Records;

/// <summary>The words of receipts and notices, in the languages in which the payment provider writes them; the product's own line stays English.</summary>
internal static partial class ReceiptWords
{
    public const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;
    /// <summary>Compiling a pattern for the first time counts too, on a busy machine for some tenths of a second.</summary>
    public const int Timeout = 2000;

    public static readonly string[] Paid =
    [
        "amount paid", "total paid", "amount charged", "total charged", "payment amount", "gezahlter betrag", "bezahlter betrag",
        "betrag bezahlt", "gezahlt", "montant payé", "montant acquitté", "importe pagado", "monto pagado", "cantidad pagada", "valor pago",
        "montante pago",
        "importo pagato", "betaald bedrag", "bedrag betaald", "betalt belopp", "betalt beløb", "betalt beløp", "maksettu summa",
        "kwota zapłacona", "zapłacona kwota", "zaplacená částka", "zaplaceno", "befizetett összeg", "kifizetett összeg", "ödenen tutar",
        "suma plătită", "оплаченная сумма",
        "お支払い金額", "お支払金額", "支払い金額", "支払金額", "支払い済み金額", "支払済み金額", "お支払い額", "支払済額", "已付金额", "已付金額", "支付金额", "支付金額", "결제 금액", "결제된 금액",
        "지불 금액", "지불된 금액",
    ];

    public static readonly string[] Refunded =
    [
        "amount refunded", "refunded amount", "total refunded", "refund amount", "erstatteter betrag", "rückerstatteter betrag",
        "erstattungsbetrag", "erstattet", "montant remboursé", "importe reembolsado", "monto reembolsado", "cantidad reembolsada",
        "valor reembolsado", "montante reembolsado", "importo rimborsato",
        "terugbetaald bedrag", "återbetalat belopp", "refunderet beløb", "refundert beløp", "hyvitetty summa", "zwrócona kwota",
        "kwota zwrócona", "vrácená částka", "visszatérített összeg", "iade edilen tutar", "возвращённая сумма", "返金額", "返金金額", "返金された金額",
        "退款金额", "退款金額", "已退款金额", "환불 금액", "환불된 금액",
    ];

    /// <summary>In the order of their worth, after <see cref="Paid"/>.</summary>
    public static readonly string[] Totals =
    [
        "paid", "amount due", "fälliger betrag", "offener betrag", "montant dû", "importe adeudado", "monto adeudado", "importe a pagar",
        "valor devido", "valor a pagar", "importo dovuto", "verschuldigd bedrag", "belopp att betala", "do zapłaty", "应付金额", "應付金額",
        "ご請求金額", "請求金額", "請求額", "청구 금액",
        "total", "gesamtbetrag", "gesamt", "gesamtsumme", "summe", "montant total", "importe total", "valor total", "totale",
        "importo totale", "totaal", "totaalbedrag", "totalt", "i alt", "yhteensä", "razem", "suma", "celkem", "összesen", "toplam",
        "итого", "合計金額", "合計", "总计", "總計", "合计", "총액", "합계",
    ];

    public static readonly string[] Subtotals =
    [
        "subtotal", "sub-total", "zwischensumme", "sous-total", "subtotale", "subtotaal", "delsumma", "delsum", "subtotal", "välisumma",
        "suma częściowa", "suma cząstkowa", "mezisoučet", "részösszeg", "ara toplam", "промежуточный итог", "小計", "小计", "소계",
        "total excluding tax", "total excl. tax", "gesamtbetrag ohne steuern", "gesamtbetrag ohne steuer", "summe ohne steuern",
        "total hors taxes", "total ht", "total sin impuestos", "total sem impostos", "totale imposte escluse",
        "totaal exclusief belasting", "totaal excl. btw", "税抜合計", "税抜き合計", "税抜き合計額",
    ];

    public static readonly string[] Dates =
    [
        "date paid", "payment date", "paid on", "refunded on", "date refunded", "paid", "bezahlt am", "gezahlt am", "erstattet am",
        "zahlungsdatum", "payé le", "remboursé le", "date de paiement", "pagado el", "reembolsado el", "fecha de pago", "pago em",
        "reembolsado em", "data de pagamento", "data do pagamento", "pagato il", "rimborsato il", "data di pagamento", "betaald op",
        "terugbetaald op", "betaaldatum",
        "betald den", "betaldes", "betalt den", "betalt", "maksettu", "zapłacono", "data płatności", "zaplaceno dne", "fizetve",
        "ödeme tarihi", "дата оплаты", "お支払い日", "お支払日", "支払い日", "支払日", "返金日", "付款日期", "支付日期", "退款日期", "결제일", "결제 날짜", "환불일",
        "date of issue", "issue date", "invoice date", "ausstellungsdatum", "rechnungsdatum", "date d'émission", "fecha de emisión",
        "data de emissão", "data di emissione", "datum van uitgifte", "factuurdatum", "utfärdandedatum", "data wystawienia", "発行日", "签发日期",
        "개시일", "date", "datum", "fecha", "data", "日付", "日期",
    ];

    [GeneratedRegex(@"(?<![\p{L}\d])(OpenAI|ChatGPT)(?![A-Za-z\d])", Plain, Timeout)]
    public static partial Regex OpenAI();

    [GeneratedRegex(@"\b(payment|recharge|charge|card|transaction|purchase|renewal|top-?up)\b[^\n.!?]{0,60}?\b(failed|unsuccessful|(was|were|been|is) (declined|rejected|refused)|declined|could(n't| not) be (processed|completed|charged)|did(n't| not) go through)\b"
        + @"|\b(failed|declined|unsuccessful|rejected) (payment|charge|recharge|transaction|top-?up)\b|\b(could not|couldn't|can't|cannot|unable to|were unable to|failed to) (process|complete|charge|collect)\b"
        + @"|(zahlung|lastschrift|karte|aufladung)[^\n.!?]{0,60}(fehlgeschlagen|abgelehnt|nicht (erfolgreich|möglich|verarbeitet|ausgeführt))|fehlgeschlagene zahlung|(paiement|carte|prélèvement)[^\n.!?]{0,60}(échoué|refusée?|rejetée?|n'a pas (pu|abouti))|échec (du|de) paiement"
        + @"|(pago|pagamento|tarjeta|cartão|carta|cobro)[^\n.!?]{0,60}(fall(ó|ado|ido)|rechazad[oa]|recusad[oa]|falhou|rifiutat[oa]|non (è )?(andato a buon fine|riuscito)|no se (pudo|ha podido))|betaling[^\n.!?]{0,60}(mislukt|geweigerd)|(支払い|決済|カード)[^\n。]{0,30}(失敗|拒否|できませんでした|完了しませんでした)|(付款|支付|扣款)[^\n。]{0,20}(失败|失敗|被拒)|결제[^\n.]{0,20}(실패|거절)", Plain, Timeout)]
    public static partial Regex Failed();

    /// <summary>What may happen is not what happened; nor is help for it.</summary>
    [GeneratedRegex(@"^\W*(if|in case|when|whenever|should|unless|once|wenn|falls|sollte|si|en caso|se|in caso|als|indien|om|hvis|jeśli|もし|如果|若)\b|\b(if|in case|should|may|might|can|could|would) (a|an|the|your|any|this)?\s*(\w+ ){0,3}(is|are|be|fails?|was|were)\b|場合|\b(wenn|falls|if|when|si|in case)\b[^\n.!?]{0,40}(payment|charge|card|zahlung|karte|paiement|pago)", Plain, Timeout)]
    public static partial Regex Conditional();

    [GeneratedRegex(@"\b(refund (from|for|receipt|issued|confirmation|of|has been|was)|your refund|(have|has|was|were|been|we've|we) (issued|refunded|processed)[^\n.!?]{0,40}\brefund|(we|have|has|was|were|been) refunded|refunded (on|to)|credit note)\b|(rück)?erstattung (von|für|über)|ihre (rück)?erstattung|gutschrift von|wurde[^\n.!?]{0,60}erstattet|remboursement (de|d')|votre remboursement|(reembolso|rimborso|reembolso) (de|da|di)\b|(tu|su|seu|il tuo) (reembolso|rimborso)|terugbetaling van|återbetalning från|refusjon fra|refusion fra|zwrot (od|z)|からの(ご)?返金|返金(のお知らせ|領収書|について|いたしました|されました)|退款(收据|通知|成功)|환불 (영수증|알림|완료)", Plain, Timeout)]
    public static partial Regex Refund();

    /// <summary>The notice of a recharge or top-up: a sentence, and no receipt.</summary>
    [GeneratedRegex(@"\b(account|balance|credits?)\b[^\n.!?]{0,40}\b(has been|have been|was|were|is now) (funded|topped up|recharged|reloaded|replenished|added)\b|\bto (fund|top up|recharge|reload|replenish)\s+your\b|\b(added|applied) to your\b[^\n.!?]{0,40}\b(balance|account)\b|(konto|guthaben)[^\n.!?]{0,60}(aufgeladen|gutgeschrieben)|aufladung (ihres|deines)|(compte|solde|crédits?)[^\n.!?]{0,60}(approvisionné|crédité|rechargé|alimenté)|(cuenta|saldo|conta)[^\n.!?]{0,60}(recargad[oa]|financiad[oa]|abonad[oa]|carregad[oa]|creditad[oa])|(conto|account|saldo)[^\n.!?]{0,60}(ricaricat[oa]|finanziat[oa]|accreditat[oa])|(残高|アカウント|クレジット)[^\n。]{0,40}(チャージ|入金|追加|補充)|(账户|帳戶|余额|餘額)[^\n。]{0,20}(充值|儲值|已到账)|(계정|잔액|크레딧)[^\n.]{0,30}(충전|입금)", Plain, Timeout)]
    public static partial Regex Funded();

    /// <summary>Before the amount: that the card was charged it.</summary>
    [GeneratedRegex(@"\b(charged|charge of|charging|payment of|paid|debited|billed|collected)\b[^\n.!?$€£¥₹]{0,40}$|(berechnet|abgebucht|belastet|zahlung von|zahlung über|haben wir)\b[^\n.!?]{0,40}$|(débité|prélevé|facturé|paiement de|avons)\b[^\n.!?]{0,40}$|(cobrado|cargado|pago de|cobramos|hemos|pagamento de|addebitato|pagamento di)\b[^\n.!?]{0,40}$|(カードに|クレジットカードに|から|向您的卡收取|向您的信用卡收取|카드에서)[^\n。]{0,10}$", Plain, Timeout)]
    public static partial Regex ChargedBefore();

    [GeneratedRegex(@"\b(ChatGPT|Codex|Sora)\b[^\n]{0,40}\b(credits?|guthaben|crédits|créditos|crediti)\b", Plain, Timeout)]
    public static partial Regex ChatgptCredit();

    [GeneratedRegex(@"\bChatGPT\b[^\n]{0,40}\b(plus|pro|team|business|enterprise|edu|go|seats?|subscription|abo|abonnement|suscripción)\b|\bsubscription\b[^\n]{0,40}\bChatGPT\b", Plain, Timeout)]
    public static partial Regex Seats();

    [GeneratedRegex(@"\bauto(matic)?[- ]?(recharge|reload|top-?up|funding)\b|automatische(n|r)? (auf|nach)ladung|recharge automatique|recarga automática|ricarica automatica|自動(チャージ|リチャージ|補充)|自动充值|자동 충전", Plain, Timeout)]
    public static partial Regex Recharge();

    [GeneratedRegex(@"(?<!\b(add|enter|update|use|save|your|a|by|the) )\bcredits?\b(?! card| note| balance| limit|-? ?karte)|(?<!kredit)guthaben\b(?! karte)|(?<!carte de |cartes de )\bcrédits\b|(?<!tarjeta de |cartão de )\bcréditos\b|\bcrediti\b|クレジット(?!カード)|크레딧|额度|額度|prepaid API", Plain, Timeout)]
    public static partial Regex Credit();

    [GeneratedRegex(@"\b(API usage|usage for|monthly usage|API, )\b|API-Nutzung|utilisation de l'API|uso de la API|API 使用|API(の)?利用", Plain, Timeout)]
    public static partial Regex Usage();

    /// <summary>A tax by name, what it is of, its rate and base in brackets; the amount follows. What is without or with tax is no tax.</summary>
    [GeneratedRegex(@"(?<![\p{L}\d])(?<!(excluding|exclusive of|excl\.?|before|without|plus|ex|ohne|exkl\.?|zzgl\.?|hors|sin|sem|senza|zonder|utan|uten|uden|including|incl\.?|inkl\.?|inclusive of|after|with|of|no|reverse charge) )(sales tax|use tax|service tax|consumption tax|excise tax|general excise tax|tax|taxes|vat|gst|hst|pst|qst|rst|jct|get|sst|iva|igic|igv|icms|iss|mwst|mehrwertsteuer|ust|umsatzsteuer|steuer|tva|tps|tvq|tvh|taxe|btw|moms|mva|merverdiavgift|alv|arvonlisävero|podatek|dph|áfa|kdv|πφα|φπα|ндс|impuestos?|impostos?|imposta|消費税|税|税额|税額|税金|增值税|增值稅|부가세|부가가치세)\b?\.?(?!\s*(id|number|nr|no\b|nummer|numéro|número|registration|reg|amount|rate|to be|exempt|invoice|番号|抜|込|別|号)|[\p{L}\d])(?<of>[^\p{Nd}\n(（$€£¥₹₩]{0,40})([(（][^)）\n]{0,80}[)）])?[ \t:|*\-–]*\n?[ \t:|*]*", Plain, Timeout)]
    public static partial Regex Tax();
}
