using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Which column holds what; -1: none does.</summary>
internal sealed record CsvColumns
{
    private static readonly ImmutableArray<string> TransactionDates =
    [
        "transaction date", "trans date", "date of transaction", "transaction date time", "purchase date", "started date", "created on",
        "created at", "purchased at", "purchased on", "transaction time", "transaction at", "date of purchase", "authorized date",
        "date utc", "transactiedatum", "belegdatum", "umsatztag",
        "kaufdatum", "transaktionsdatum", "einkaufsdatum", "date de l opération", "date d opération", "date opération", "date operation",
        "date de transaction", "data da compra", "data compra", "fecha de operación", "fecha operación", "fecha de la operación",
        "fecha de compra",
        "data operazione", "data contabile", "transaktionsdag", "købsdato", "transaction posted date", "datetime", "date", "datum", "data",
        "fecha", "dato", "date time", "päivä", "data transakcji", "data operacji",
        "利用日", "ご利用日", "お取引日", "取引日", "年月日", "日付", "交易日", "交易日期", "交易时间", "交易時間", "消费日期", "消費日期", "消費日", "거래일자", "거래일시", "거래일", "이용일자",
        "이용일", "日期", "dateop", "trans dt", "txn date", "data lançamento", "data transação", "kirjauspäivä",
    ];

    /// <summary>Days of booking, then of value: where a bank gives both and no other, the booking counts.</summary>
    private static readonly ImmutableArray<string> PostingDates =
    [
        "post date", "posted date", "posting date", "posted on", "posted", "posted at", "settled at", "settled on", "date posted",
        "clearing date", "completed date", "finished on", "settled date", "settlement date", "booking date", "date processed",
        "processed date",
        "processing date", "buchungsdatum", "buchungstag", "buchung", "boekdatum", "boekingsdatum", "date comptable", "fecha contable",
        "data contabile", "bokföringsdag", "bogføringsdato", "bogført dato", "bokføringsdato",
        "data księgowania", "记账日", "记账日期", "入账日期", "入帳日期", "入帳日", "入账日", "data rejestracji", "data registrazione", "fecha asiento", "승인일자",
        "effective date", "wertstellung", "valuta", "valutadatum", "value date", "date de valeur", "date valeur", "fecha valor",
        "data valuta", "interest date", "rentedatum", "wertstellungsdatum", "dateval",
    ];

    private static readonly ImmutableArray<string> Amounts =
    [
        "amount", "transaction amount", "amount billed", "billing amount", "billed amount", "buchungsbetrag", "betrag", "umsatz", "bedrag",
        "montant", "importe", "importo", "valor", "kwota", "belopp", "beløb", "beløp", "summa", "total", "net amount", "net", "netto",
        "neto", "liquido", "líquido", "gross", "brutto", "bruto", "lordo", "cad$", "usd$", "amount $", "value", "amt", "利用金額", "ご利用金額",
        "利用額", "金額", "人民币金额", "交易金额", "交易金額", "入账金额", "入帳金額", "金额", "이용금액", "거래금액", "금액",
    ];

    private static readonly ImmutableArray<string> Debits =
    [
        "debit", "debit amount", "amount debit", "money out", "paid out", "withdrawal", "withdrawals", "withdrawal amount",
        "withdrawals $", "charge", "charges", "purchases", "spent", "soll", "belastung", "lastschrift", "débit", "debito", "débito",
        "cargo", "cargos", "addebiti", "dare", "uscite", "af", "ut", "saídas", "out", "debits", "出金", "お支払金額", "お引出し", "引出金額", "支出",
        "支出金额", "支出金額", "출금", "출금액", "출금금액", "wydatki", "obciążenia", "uitgaven", "kiadás", "výdaje",
    ];

    private static readonly ImmutableArray<string> Credits =
    [
        "credit", "credit amount", "amount credit", "money in", "paid in", "deposit", "deposits", "deposit amount", "deposits $",
        "payments", "received", "haben", "gutschrift", "crédit", "credito", "crédito", "abono", "abonos", "accrediti", "avere", "entrate",
        "bij", "in", "entradas", "credits", "入金", "お預入れ", "預入金額", "お預り金額", "收入", "收入金额", "存入", "存入金額", "입금", "입금액", "입금금액", "uznania",
        "inkomsten", "bevétel", "příjmy",
    ];

    private static readonly ImmutableArray<string> CurrencyNames = ["currency", "currency code", "ccy", "transaction currency", "amount currency", "billing currency", "account currency", "settlement currency", "buchungswährung", "währung", "waehrung", "devise", "moneda", "moeda", "divisa", "valuta code", "munt", "waluta", "valutakod", "通貨", "币种", "幣別", "货币", "통화"];

    private static readonly ImmutableArray<string> Descriptions =
    [
        "description", "transaction description", "merchant", "merchant name", "payee", "payee name", "partner name", "name",
        "counter party", "counterparty", "counterparty name", "name description", "beschreibung", "transaktionsbeschreibung",
        "buchungstext", "verwendungszweck", "zahlungsempfänger", "empfänger",
        "beguenstigter zahlungspflichtiger", "auftraggeber empfänger", "auftraggeber begünstigter", "händler", "umsatztext",
        "vorgang verwendungszweck", "omschrijving", "naam omschrijving", "naam tegenpartij", "omschrijving 1", "libellé", "libelle",
        "libellé de l opération", "intitulé", "concepto", "descripción", "descripcion", "comercio", "descrição", "descricao", "título",
        "titulo", "lançamento", "estabelecimento", "title", "descrizione",
        "causale", "beskrivning", "beskrivelse", "tekst", "text", "specifikation", "transaction", "transaction details", "details",
        "narrative", "narration", "particulars", "opis", "opis operacji", "selite", "description 1", "payment reference", "reference",
        "memo", "nom", "nombre", "nome", "naam", "利用店名 商品名", "利用店名", "ご利用店名", "ご利用先", "利用先", "ご利用店名 海外ご利用店名", "摘要", "お取引内容", "取引内容", "内容",
        "お支払先", "交易摘要", "商户名称", "交易对方", "交易說明", "交易说明", "交易描述", "商店名稱", "消費明細", "說明", "对方户名", "가맹점명", "가맹점", "적요", "내용", "이용처", "거래내용",
        "avisierungstext", "opis transakcji", "nazwa odbiorcy", "referens", "közlemény", "partner neve", "popis", "název protiúčtu",
        "label", "merchant details", "notes",
    ];

    private static readonly ImmutableArray<string> Descriptors = ["bank description", "appears on your statement as", "original description", "statement descriptor", "statement description", "raw description", "full description", "extended description"];

    private static readonly ImmutableArray<string> Identities = ["transaction id", "transactionid", "id", "fitid", "unique id", "reference number", "ref number", "transaction reference", "transferwise id", "identificador", "transaction number", "uuid", "transaktionscode", "numéro de transaction", "id de transacción", "codice transazione", "transactiereferentie", "交易单号", "取引 id"];

    private static readonly ImmutableArray<string> Statuses = ["status", "state", "transaction status", "estado", "statut", "stato", "état", "当前状态", "交易状态"];

    private static readonly ImmutableArray<string> Types = ["type", "typ", "tipo", "transaction type", "type de transaction", "transaktionstyp", "tipo de transacción", "soort", "種類", "取引種別", "类型"];

    /// <summary>For headers that no list has: what their words hold, and what makes them another thing.</summary>
    private static readonly ImmutableArray<string> DateWords = ["transaction date", "transaktionsdat", "buchungsdat", "date", "datum", "fecha", "data", "dato", "日期", "時間", "时间", "日付", "利用日", "取引日", "일자", "일시"];

    private static readonly ImmutableArray<string> NoDateWords = ["due", "update", "valid", "birth", "expir", "generat", "fällig", "vencimiento", "支払", "개설"];

    private static readonly ImmutableArray<string> AmountWords = ["amount", "betrag", "importe", "montant", "importo", "bedrag", "belopp", "beløb", "beløp", "kwota", "valor", "összeg", "částka", "summe", "金額", "金额", "금액"];

    private static readonly ImmutableArray<string> NoAmountWords =
    [
        "original", "foreign", "local", "balance", "saldo", "solde", "fee", "gebühr", "tax", "remaining", "limit", "cashback", "reward",
        "points", "exchange", "fremd", "ursprung", "origine", "origen", "oorspr", "手数料", "残高", "余额", "餘額", "外貨", "外币", "外幣", "现地", "現地",
        "交易地", "繰越", "잔액",
    ];

    private static readonly ImmutableArray<string> DescriptionWords = ["description", "merchant", "narration", "note", "notes", "particulars", "remarks", "beschreibung", "verwendungszweck", "libell", "concepto", "descrip", "descriz", "omschrijving", "beskriv", "payee", "details", "店名", "摘要", "内容", "説明", "说明", "對方", "对方", "商户", "가맹점", "적요", "내용"];

    private static readonly ImmutableArray<string> CurrencyWords = ["currency", "währung", "devise", "moneda", "通貨", "币种", "幣別"];

    private static readonly ImmutableArray<string> NoCurrencyWords = ["original", "foreign", "local", "fremd", "ursprung", "外"];

    private static readonly ImmutableArray<string> Accounts = ["card no", "card number", "card last 4", "last four digits", "card last four digits", "account #", "account number", "iban"];

    public int Date { get; init; } = -1;

    public int Posted { get; init; } = -1;

    public int Amount { get; init; } = -1;

    public int Debit { get; init; } = -1;

    public int Credit { get; init; } = -1;

    /// <summary>Debit and credit beside an amount: the amount may be the merchant's.</summary>
    public (int Debit, int Credit)? Beside { get; init; }

    public int Fee { get; init; } = -1;

    public int Currency { get; init; } = -1;

    public int Description { get; init; } = -1;

    public int Descriptor { get; init; } = -1;

    public int Id { get; init; } = -1;

    public int Status { get; init; } = -1;

    /// <summary>The bank's word for what a row is.</summary>
    public int Type { get; init; } = -1;

    /// <summary>Says which way the money went, in words.</summary>
    public int Direction { get; init; } = -1;

    public int Account { get; init; } = -1;

    public bool IsComplete => Date >= 0 && Description >= 0 && (Amount >= 0 || (Debit >= 0 && Credit >= 0));

    public int Known => new[] { Date, Description, Math.Max(Amount, Math.Max(Debit, Credit)) }.Count(column => column >= 0);

    public string Missing => string.Join(", ", new[] { (Date, "date"), (Description, "description"), (Math.Max(Amount, Math.Min(Debit, Credit)), "amount") }.Where(one => one.Item1 < 0).Select(one => one.Item2));

    /// <summary>What the header's words say, in the languages of the banks that were met.</summary>
    public static CsvColumns Of(CsvHeader header)
    {
        var (done, posted) = (header.Find(TransactionDates), header.Find(PostingDates));
        done = done >= 0 || posted >= 0 ? done : header.FindHolding(DateWords, NoDateWords);
        var (debit, credit, amount) = (header.Find(Debits), header.Find(Credits), header.Find(Amounts));
        amount = amount >= 0 || (debit >= 0 && credit >= 0) ? amount : header.FindHolding(AmountWords, NoAmountWords);
        var split = debit >= 0 && credit >= 0 && amount < 0;
        return new CsvColumns
        {
            Date = done >= 0 ? done : posted,
            Posted = done >= 0 ? posted : -1,
            Amount = split ? -1 : amount,
            Debit = split ? debit : -1,
            Credit = split ? credit : -1,
            Beside = split || debit < 0 || credit < 0 ? null : (debit, credit),
            Currency = header.FindNear(CurrencyNames, amount) is >= 0 and var currency ? currency : header.FindHolding(CurrencyWords, NoCurrencyWords),
            Description = header.Find(Descriptions) is >= 0 and var text ? text : header.FindHolding(DescriptionWords, NoDateWords),
            Descriptor = header.Find(Descriptors),
            Id = header.Find(Identities),
            Status = header.Find(Statuses),
            Type = header.Find(Types),
            Account = header.Find(Accounts),
        };
    }

    /// <summary>Columns that the caller named take the place of those found.</summary>
    public CsvColumns Named(CsvHeader header, ImmutableDictionary<string, string> names)
    {
        int At(string role, int found) => names.TryGetValue(role, out var name) ? header.Find(CsvHeader.NameOf(name).Name) : found;
        return names.IsEmpty ? this : this with
        {
            Date = At("date", Date),
            Posted = At("posted", Posted),
            Amount = names.ContainsKey("debit") ? -1 : At("amount", Amount),
            Debit = At("debit", Debit),
            Credit = At("credit", Credit),
            Currency = At("currency", Currency),
            Description = At("description", Description),
            Id = At("id", Id),
            Status = At("status", Status),
        };
    }
}
