using System.Text.RegularExpressions;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Rows of wallets that the type column tells to be no payment: authorizations and holds with their ends, and moves within the account that pay for another row.</summary>
internal static partial class CsvMoves
{
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    /// <returns>Why it is none; null when it may be one.</returns>
    public static string? WhyNone(string type) =>
        type.Length == 0 ? null
        : Authorization().IsMatch(type) ? $"type {StatementText.Short(type)}: money is held or released, and none is paid"
        : Conversion().IsMatch(type) || Funding().IsMatch(type) ? $"type {StatementText.Short(type)}: moves money within the account, to pay for another row"
        : null;

    [GeneratedRegex(@"\b(general |void of |reauthori[sz]ation|account )?(pre-?)?authori[sz]ation\b|\b(account|general|payment|temporary) (account )?hold\b|\bhold for\b|\bhold on\b|autorisierung|autorisation|autorización|autorizzazione|autorização|autorisatie|\bautoryzacj|einbehaltung|vorübergehende(r|n)? einbehalt|blocage|retenue|retención|bloqueo|blocco|trattenuta|bloqueio|retenção|vasthouden|reservering|オーソリ|承認|授权|預授權|预授权|승인 보류", Plain, 2000)]
    private static partial Regex Authorization();

    [GeneratedRegex(@"\bcurrency conversion\b|währungsumrechnung|conversion de devise|conversión de (divisa|moneda)|conversione (di )?(valuta|divisa)|conversão (de moeda|cambial)|valuta-?omrekening|valutakonvertering|przeliczenie waluty|převod měny|通貨換算|货币(兑换|转换)|貨幣轉換|통화 환전", Plain, 2000)]
    private static partial Regex Conversion();

    [GeneratedRegex(@"\b(bank|card|credit card|debit card|general( credit)? card) deposit\b|\bdeposit to pp\b|\b(user initiated|general|auto-?sweep|bank) withdrawal\b|\bwithdraw(al)? (of )?funds\b|\btransfer (to|from) (bank|card)\b|bankgutschrift auf|(konto|guthaben)aufladung|gutschrift (von|vom) (kreditkarte|bankkonto)|einzahlung (vom|von) bankkonto|allgemeine kreditkartengutschrift|von nutzer eingeleitete abbuchung|allgemeine abbuchung|(versement|virement|dépôt) (bancaire|par carte)|approvisionnement (par|du)|virement (vers|de|depuis) (le |un )?compte bancaire|depósito (bancario|de banco|con tarjeta|da conta)|ingreso (bancario|desde)|retirada (iniciada|de fondos)|deposito (da|su) (conto )?(banca|carta|pp)|prelievo (avviato|generale)|bankstorting|storting (op|van)|opname (door|naar)|銀行(入金|からの入金)|银行存款|充值|提现", Plain, 2000)]
    private static partial Regex Funding();
}
