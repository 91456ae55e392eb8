using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>Which column holds what; -1: none does.</summary>
internal sealed record CsvColumns
{
    private static readonly ImmutableArray<string> TransactionDates =
    [
        "transaction date", "trans date", "date of transaction", "transaction date time", "purchase date", "started date", "created on", "created at", "authorized date", "date utc", "transactiedatum", "belegdatum", "umsatztag",
        "kaufdatum", "transaktionsdatum", "einkaufsdatum", "date de l opération", "date d opération", "date opération", "date operation", "date de transaction", "data da compra", "data compra", "fecha de operación", "fecha operación", "fecha de la operación", "fecha de compra",
        "data operazione", "data contabile", "transaktionsdag", "købsdato", "transaction posted date", "datetime", "date", "datum", "data", "fecha", "dato", "date time", "päivä", "data transakcji", "data operacji",
    ];

    private static readonly ImmutableArray<string> PostingDates =
    [
        "post date", "posted date", "posting date", "posted on", "posted", "clearing date", "completed date", "finished on", "settled date", "settlement date", "booking date", "date processed", "processed date", "processing date", "effective date",
        "buchungsdatum", "buchungstag", "buchung", "wertstellung", "valuta", "valutadatum", "value date", "boekdatum", "boekingsdatum", "date de valeur", "date valeur", "date comptable", "fecha valor", "fecha contable", "data valuta", "data contabile", "bokföringsdag", "bogføringsdato", "bogført dato", "bokføringsdato", "interest date", "data księgowania",
    ];

    private static readonly ImmutableArray<string> Amounts =
    [
        "amount", "transaction amount", "amount billed", "billing amount", "billed amount", "buchungsbetrag", "betrag", "umsatz", "bedrag", "montant", "importe", "importo", "valor", "kwota", "belopp", "beløb", "beløp", "summa", "total", "net amount", "net", "gross", "cad$", "usd$", "amount $", "value",
    ];

    private static readonly ImmutableArray<string> Debits =
    [
        "debit", "debit amount", "amount debit", "money out", "paid out", "withdrawal", "withdrawals", "withdrawal amount", "withdrawals $", "charge", "charges", "purchases", "spent", "soll", "belastung", "lastschrift", "débit", "debito", "débito", "cargo", "cargos", "addebiti", "dare", "uscite", "af", "ut", "saídas", "out", "debits",
    ];

    private static readonly ImmutableArray<string> Credits =
    [
        "credit", "credit amount", "amount credit", "money in", "paid in", "deposit", "deposits", "deposit amount", "deposits $", "payments", "received", "haben", "gutschrift", "crédit", "credito", "crédito", "abono", "abonos", "accrediti", "avere", "entrate", "bij", "in", "entradas", "credits",
    ];

    private static readonly ImmutableArray<string> CurrencyNames = ["currency", "currency code", "ccy", "transaction currency", "amount currency", "billing currency", "account currency", "settlement currency", "buchungswährung", "währung", "waehrung", "devise", "moneda", "moeda", "divisa", "valuta code", "munt", "waluta", "valutakod"];

    private static readonly ImmutableArray<string> Descriptions =
    [
        "description", "transaction description", "merchant", "merchant name", "payee", "payee name", "partner name", "name", "counter party", "counterparty", "counterparty name", "name description", "beschreibung", "transaktionsbeschreibung", "buchungstext", "verwendungszweck", "zahlungsempfänger", "empfänger",
        "beguenstigter zahlungspflichtiger", "auftraggeber empfänger", "auftraggeber begünstigter", "händler", "umsatztext", "vorgang verwendungszweck", "omschrijving", "naam omschrijving", "naam tegenpartij", "omschrijving 1", "libellé", "libelle", "libellé de l opération", "intitulé", "concepto", "descripción", "descripcion", "comercio", "descrição", "descricao", "título", "titulo", "lançamento", "estabelecimento", "title", "descrizione",
        "causale", "beskrivning", "beskrivelse", "tekst", "text", "specifikation", "transaction", "transaction details", "details", "narrative", "narration", "particulars", "opis", "opis operacji", "selite", "description 1", "payment reference", "reference", "memo",
    ];

    private static readonly ImmutableArray<string> Descriptors = ["bank description", "appears on your statement as", "original description", "statement descriptor", "statement description", "raw description", "full description", "extended description"];

    private static readonly ImmutableArray<string> Identities = ["transaction id", "transactionid", "id", "fitid", "unique id", "reference number", "ref number", "transaction reference", "transferwise id", "identificador", "transaction number", "uuid"];

    private static readonly ImmutableArray<string> Statuses = ["status", "state", "transaction status", "estado", "statut", "stato"];

    private static readonly ImmutableArray<string> Accounts = ["card no", "card number", "card last 4", "last four digits", "card last four digits", "account #", "account number", "iban"];

    public int Date { get; init; } = -1;

    public int Posted { get; init; } = -1;

    public int Amount { get; init; } = -1;

    public int Debit { get; init; } = -1;

    public int Credit { get; init; } = -1;

    public int Fee { get; init; } = -1;

    public int Currency { get; init; } = -1;

    public int Description { get; init; } = -1;

    public int Descriptor { get; init; } = -1;

    public int Id { get; init; } = -1;

    public int Status { get; init; } = -1;

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
        var (debit, credit, amount) = (header.Find(Debits), header.Find(Credits), header.Find(Amounts));
        var split = debit >= 0 && credit >= 0 && amount < 0;
        return new CsvColumns
        {
            Date = done >= 0 ? done : posted,
            Posted = done >= 0 ? posted : -1,
            Amount = split ? -1 : amount,
            Debit = split ? debit : -1,
            Credit = split ? credit : -1,
            Currency = header.Find(CurrencyNames),
            Description = header.Find(Descriptions),
            Descriptor = header.Find(Descriptors),
            Id = header.Find(Identities),
            Status = header.Find(Statuses),
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
