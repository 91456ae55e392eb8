using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>ISO 20022 camt.053, camt.052 and camt.054, versions 02 to 08 and whatever says the same after them. A debit is a charge; <c>RvslInd</c> explains the sign and does not turn it again.</summary>
internal static class Camt053Statement
{
    private const int DeepestElement = 40;
    private const int MostNodes = 1_500_000;

    private static readonly XmlReaderSettings Hardened = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 20_000_000, IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = true };

    public static StatementRead Read(string text)
    {
        try
        {
            if (Bound(text) is { } tooMuch)
            {
                return new StatementRead.Invalid(tooMuch);
            }

            using var reader = XmlReader.Create(new StringReader(text), Hardened);
            return Read(XDocument.Load(reader, LoadOptions.SetLineInfo));
        }
        catch (XmlException e)
        {
            return new StatementRead.Invalid(string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber}: is no well-formed XML, or declares a document type, which no statement needs; download the statement again."));
        }
    }

    private static string? Bound(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), Hardened);
        for (var nodes = 0; reader.Read(); nodes++)
        {
            if (reader.Depth > DeepestElement || nodes > MostNodes)
            {
                return $"is nested deeper than {DeepestElement} elements or holds more than {MostNodes} nodes, which no statement does.";
            }
        }

        return null;
    }

    /// <summary>The three reports differ in the names of their containers alone.</summary>
    private static readonly (string Message, string Report, string Format)[] Containers =
        [("BkToCstmrStmt", "Stmt", "camt053"), ("BkToCstmrAcctRpt", "Rpt", "camt052"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "camt054")];

    private static StatementRead Read(XDocument document)
    {
        var rows = new StatementRows();
        var name = document.Root?.Name.NamespaceName ?? "";
        var version = name[(name.LastIndexOf(':') + 1)..];
        var reports = Containers.SelectMany(container => All(document.Root, container.Message).SelectMany(message => All(message, container.Report)).Select(report => (report, container.Format))).ToList();
        foreach (var (report, _) in reports)
        {
            var account = report.Elements().FirstOrDefault(element => element.Name.LocalName == "Acct");
            foreach (var entry in All(report, "Ntry"))
            {
                Take(rows, entry, Text(account, "Id", "IBAN") ?? Text(account, "Id", "Othr", "Id") ?? "");
            }
        }

        return reports.Count == 0 ? new StatementRead.Invalid("is XML without a statement (Stmt), report (Rpt) or notification (Ntfctn); of camt, 053, 052 and 054 are read.") : rows.Read(reports[0].Format, version);
    }

    private static void Take(StatementRows rows, XElement entry, string account)
    {
        var line = ((IXmlLineInfo)entry).LineNumber;
        var status = Text(entry, "Sts", "Cd") ?? Text(entry, "Sts") ?? "BOOK";
        if (status is not ("BOOK" or "PDNG" or "FUTR"))
        {
            rows.Skip(line, $"status {StatementText.Short(status)} is no booking");
        }
        else if (Amount(entry) is not { } amount)
        {
            rows.SkipUnread(line, $"Amt {StatementText.Short(Text(entry, "Amt") ?? "")} is no amount with a currency");
        }
        else if (Text(entry, "CdtDbtInd") is not ("DBIT" or "CRDT") || (Day(entry, "BookgDt") ?? Day(entry, "ValDt")) is not { } day)
        {
            rows.SkipUnread(line, "CdtDbtInd or the date of booking is missing or unreadable");
        }
        else
        {
            var whole = new CardRow(day, day, amount, "") { Line = line, Account = account, Pending = status != "BOOK" };
            foreach (var row in Parts(entry, whole))
            {
                rows.Add(row);
            }
        }
    }

    /// <summary>A batch is its payments when they make the entry, the bank's charges that it includes and at most one amount that is not named taken into account; else it is one row that names them all.</summary>
    private static IEnumerable<CardRow> Parts(XElement entry, CardRow whole)
    {
        var details = All(entry, "NtryDtls").SelectMany(group => All(group, "TxDtls")).ToList();
        var reference = Text(entry, "AcctSvcrRef") ?? Text(entry, "NtryRef");
        if (details.Count < 2)
        {
            return [Signed(entry, Dated(details.FirstOrDefault(), whole) with { Description = Described(entry, details.FirstOrDefault()), SourceId = reference ?? Text(details.FirstOrDefault(), "Refs", "AcctSvcrRef") })];
        }

        var charges = IncludedCharges(entry, whole.Amount.Currency);
        return Amounts(details, whole.Amount.Amount - charges, whole.Amount.Currency) is { } amounts
            ? [.. details.Select((one, index) => Signed(entry, Dated(one, whole) with { Amount = whole.Amount with { Amount = amounts[index] }, Description = Described(entry, one), SourceId = Text(one, "Refs", "AcctSvcrRef") ?? reference })), .. OfCharges(entry, whole, charges, reference)]
            : [Signed(entry, whole with { Description = StatementText.Join(details.Select(one => Described(entry, one))), SourceId = reference })];
    }

    /// <returns>Of each part; null when they do not make <paramref name="total"/>.</returns>
    private static List<decimal>? Amounts(List<XElement> details, decimal total, Currency currency)
    {
        var named = details.Select(one => Amount(one) ?? Amount(Child(Child(one, "AmtDtls"), "TxAmt"))).ToList();
        if (named.Exists(amount => amount is { } known && known.Currency != currency) || named.Count(amount => amount is null) > 1)
        {
            return null;
        }

        var rest = total - named.Sum(amount => amount?.Amount ?? 0m);
        return named.Exists(amount => amount is null) ? (rest > 0m ? [.. named.Select(amount => amount?.Amount ?? rest)] : null) : rest == 0m ? [.. named.Select(amount => amount!.Value.Amount)] : null;
    }

    private static IEnumerable<CardRow> OfCharges(XElement entry, CardRow whole, decimal charges, string? reference) =>
        charges == 0m ? [] : [Signed(entry, whole with { Amount = whole.Amount with { Amount = charges }, Description = StatementText.Join("Bank charges", Text(entry, "AddtlNtryInf")), SourceId = reference })];

    /// <summary>What the bank took with the entry, by the records that say so, else by their total; negative: it gave some back.</summary>
    private static decimal IncludedCharges(XElement entry, Currency currency)
    {
        var records = All(entry, "Chrgs").SelectMany(charges => All(charges, "Rcrd").DefaultIfEmpty(charges)).Where(record => Text(record, "ChrgInclInd") is "true" or "1").ToList();
        return records.Select(record => (Amount: Amount(record), Sign: Text(record, "CdtDbtInd") is { } way && way != Text(entry, "CdtDbtInd") ? -1m : 1m)).Where(one => one.Amount?.Currency == currency).Sum(one => one.Amount!.Value.Amount * one.Sign);
    }

    private static XElement? Child(XElement? parent, string name) => All(parent, name).FirstOrDefault();

    private static CardRow Signed(XElement entry, CardRow row) => Text(entry, "CdtDbtInd") == "DBIT" ? row : row with { Amount = -row.Amount };

    private static CardRow Dated(XElement? details, CardRow row) =>
        Text(details, "RltdDts", "TxDtTm") is { } text && StatementDates.TryRead(text, DateOrder.YearFirst, out var day) ? row with { Day = day } : row;

    private static string Described(XElement entry, XElement? details) => StatementText.Join(
        Text(entry, "AddtlNtryInf"),
        Text(entry, "CdtDbtInd") == "DBIT" ? Text(details, "RltdPties", "Cdtr", "Nm") ?? Text(details, "RltdPties", "Cdtr", "Pty", "Nm") : Text(details, "RltdPties", "Dbtr", "Nm") ?? Text(details, "RltdPties", "Dbtr", "Pty", "Nm"),
        string.Join(' ', All(details?.Elements().FirstOrDefault(element => element.Name.LocalName == "RmtInf"), "Ustrd").Select(text => text.Value)),
        Text(details, "AddtlTxInf"));

    private static Money? Amount(XElement? element)
    {
        var amount = All(element, "Amt").FirstOrDefault();
        return amount is not null && Currency.TryRead(amount.Attribute("Ccy")?.Value, out var currency) && AmountText.TryReadNumber(amount.Value.Trim(), out var value, out var dropped, out _) && !dropped ? new Money(value, currency) : null;
    }

    private static DateOnly? Day(XElement entry, string name) =>
        (Text(entry, name, "Dt") ?? Text(entry, name, "DtTm")) is { } text && StatementDates.TryRead(text, DateOrder.YearFirst, out var day) ? day : null;

    private static IEnumerable<XElement> All(XElement? parent, string name) => parent?.Elements().Where(element => element.Name.LocalName == name) ?? [];

    private static string? Text(XElement? parent, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            var local = name;
            parent = All(parent, local).FirstOrDefault();
        }

        return parent?.Value.Trim() is { Length: > 0 } text ? text : null;
    }
}
