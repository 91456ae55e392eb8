using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

/// <summary>The dialects that are known by their header. A new one is a line here; most banks need none.</summary>
internal static class CsvDialects
{
    public static readonly ImmutableArray<CsvDialect> All =
    [
        new("chase-card", ["transaction date", "post date", "description", "category", "type", "amount"], ChargeSign.Negative, DateOrder.MonthFirst, "USD"),
        new("chase-checking", ["details", "posting date", "description", "amount", "type", "balance"], ChargeSign.Negative, DateOrder.MonthFirst, "USD") { Description = "description" },
        new("amex-us-full", ["date", "description", "amount", "extended details", "appears on your statement as", "reference"], ChargeSign.Positive, DateOrder.MonthFirst) { Id = "reference" },
        new("amex-us-short", ["date", "description", "card member", "account #", "amount"], ChargeSign.Positive, DateOrder.MonthFirst),
        new("capitalone-card", ["transaction date", "posted date", "card no", "description", "debit", "credit"], ChargeSign.Positive),
        new("discover", ["trans date", "post date", "description", "amount", "category"], ChargeSign.Positive, DateOrder.MonthFirst, "USD"),
        new("apple-card", ["transaction date", "clearing date", "description", "merchant", "amount"], ChargeSign.Positive, DateOrder.MonthFirst, "USD") { Description = "description" },
        new("barclays-us", ["transaction date", "description", "category", "amount"], ChargeSign.Negative, DateOrder.MonthFirst),
        new("bofa-card", ["posted date", "reference number", "payee", "address", "amount"], ChargeSign.Negative, DateOrder.MonthFirst, "USD"),
        new("usbank", ["date", "transaction", "name", "memo", "amount"], ChargeSign.Negative, DateOrder.MonthFirst, "USD") { Description = "name" },
        new("citi", ["status", "date", "description", "debit", "credit"], ChargeSign.Positive, DateOrder.MonthFirst),
        new("scotiabank-card", ["date", "description", "sub description", "status", "amount"], ChargeSign.Positive),
        new("rbc", ["account type", "transaction date", "description 1", "cad$", "usd$"], ChargeSign.Negative, DateOrder.MonthFirst, "CAD") { Amount = "cad$", Description = "description 1" },
        new("mercury", ["date utc", "description", "amount", "status", "bank description"], ChargeSign.Negative, DateOrder.MonthFirst, "USD") { CurrencyColumn = "none", HasNoId = true },
        new("ramp", ["transaction date", "amount", "merchant name", "ramp category"], ChargeSign.Positive, DateOrder.MonthFirst),
        new("revolut", ["type", "product", "started date", "completed date", "description", "amount", "fee", "currency", "state"], ChargeSign.Negative) { Fee = "fee" },
        new("revolut-business", ["date started utc", "date completed utc", "state", "description", "payment currency", "amount", "fee"], ChargeSign.Negative) { Date = "date started utc", Posted = "date completed utc", CurrencyColumn = "payment currency", Fee = "fee" },
        new("wise-history", ["id", "status", "direction", "created on", "source amount after fees", "source currency", "target name"], ChargeSign.Positive)
        {
            Amount = "source amount after fees", CurrencyColumn = "source currency", Description = "target name", Fee = "source fee amount", Direction = "direction", Incoming = ("target amount after fees", "target currency", "source name"),
        },
        new("wise-balance", ["transferwise id", "date", "amount", "currency", "description"], ChargeSign.Negative, DateOrder.DayFirst) { Id = "transferwise id" },
        new("monzo", ["transaction id", "date", "time", "type", "name", "amount", "currency"], ChargeSign.Negative, DateOrder.DayFirst) { Description = "name", Descriptor = "description", Amount = "amount" },
        new("starling", ["date", "counter party", "reference", "type", "amount", "balance"], ChargeSign.Negative, DateOrder.DayFirst) { Description = "counter party", Descriptor = "reference" },
        new("lloyds", ["transaction date", "transaction type", "sort code", "transaction description", "debit amount", "credit amount"], ChargeSign.Positive, DateOrder.DayFirst),
        new("johnlewis-uk", ["date processed", "description", "amount"], ChargeSign.Positive, DateOrder.DayFirst, "GBP"),
        new("bunq", ["date", "amount", "account", "counterparty", "name", "description"], ChargeSign.Negative) { Description = "name", Descriptor = "description" },
        new("n26", ["booking date", "value date", "partner name", "amount", "original amount", "original currency"], ChargeSign.Negative) { Date = "value date", Posted = "booking date" },
        new("n26-2019", ["date", "payee", "account number", "transaction type", "amount"], ChargeSign.Negative) { Description = "payee" },
        new("dkb-visa-2023", ["belegdatum", "wertstellung", "status", "beschreibung", "betrag"], ChargeSign.Negative, DateOrder.DayFirst),
        new("dkb-giro-2023", ["buchungsdatum", "wertstellung", "status", "zahlungsempfänger in", "betrag"], ChargeSign.Negative, DateOrder.DayFirst, "EUR") { Description = "zahlungsempfänger in" },
        new("sparkasse-card", ["belegdatum", "buchungsdatum", "originalbetrag", "buchungsbetrag", "buchungswährung", "transaktionsbeschreibung"], ChargeSign.Negative, DateOrder.DayFirst),
        new("sparkasse-giro", ["auftragskonto", "buchungstag", "valutadatum", "buchungstext", "verwendungszweck", "betrag"], ChargeSign.Negative, DateOrder.DayFirst) { Date = "buchungstag", Description = "beguenstigter zahlungspflichtiger", Descriptor = "verwendungszweck" },
        new("comdirect", ["buchungstag", "umsatztag", "vorgang", "buchungstext", "umsatz"], ChargeSign.Negative, DateOrder.DayFirst) { Description = "buchungstext" },
        new("venmo", ["id", "datetime", "type", "status", "note", "from", "to", "amount total"], ChargeSign.Negative, DateOrder.YearFirst, "USD") { Amount = "amount total", Description = "note" },
        new("paypal", ["date", "name", "type", "status", "currency", "gross", "fee", "net"], ChargeSign.Negative) { Amount = "net" },
        new("nubank-card", ["date", "title", "amount"], ChargeSign.Positive, DateOrder.YearFirst),
        new("ing-nl", ["datum", "naam omschrijving", "rekening", "af bij"], ChargeSign.Unsaid) { Description = "naam omschrijving", Direction = "af bij" },
    ];

    /// <summary>The dialect that asks for most of the header's names.</summary>
    public static CsvDialect? Match(CsvHeader header, string? only) =>
        All.Where(dialect => (only is null || dialect.Name == only) && dialect.Headers.All(name => header.Find(name) >= 0)).MaxBy(dialect => dialect.Headers.Length);

    public static bool Has(string name) => All.Any(dialect => dialect.Name == name);
}
