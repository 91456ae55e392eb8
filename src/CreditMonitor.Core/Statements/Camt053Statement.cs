using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace CreditMonitor.Core.Statements;

/// <summary>ISO 20022 camt.053, versions 02 to 08 and whatever says the same after them. A debit is a charge; <c>RvslInd</c> explains the sign and does not turn it again.</summary>
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

    private static StatementRead Read(XDocument document)
    {
        var rows = new StatementRows();
        var name = document.Root?.Name.NamespaceName ?? "";
        var version = name[(name.LastIndexOf(':') + 1)..];
        var statements = All(document.Root, "BkToCstmrStmt").SelectMany(message => All(message, "Stmt")).ToList();
        foreach (var statement in statements)
        {
            var account = statement.Elements().FirstOrDefault(element => element.Name.LocalName == "Acct");
            foreach (var entry in All(statement, "Ntry"))
            {
                Take(rows, entry, Text(account, "Id", "IBAN") ?? Text(account, "Id", "Othr", "Id") ?? "");
            }
        }

        return statements.Count == 0 ? new StatementRead.Invalid("is XML without a BkToCstmrStmt/Stmt; of camt, only camt.053 statements are read.") : rows.Read("camt053", version);
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
            rows.Skip(line, $"Amt {StatementText.Short(Text(entry, "Amt") ?? "")} is no amount with a currency");
        }
        else if (Text(entry, "CdtDbtInd") is not ("DBIT" or "CRDT") || (Day(entry, "BookgDt") ?? Day(entry, "ValDt")) is not { } day)
        {
            rows.Skip(line, "CdtDbtInd or the date of booking is missing or unreadable");
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

    /// <summary>A batch is its payments when each names its amount and together they are the entry; else it is one.</summary>
    private static IEnumerable<CardRow> Parts(XElement entry, CardRow whole)
    {
        var details = All(entry, "NtryDtls").SelectMany(group => All(group, "TxDtls")).ToList();
        var amounts = details.Select(one => Amount(one) ?? Amount(one.Elements().FirstOrDefault(element => element.Name.LocalName == "AmtDtls")?.Elements().FirstOrDefault(element => element.Name.LocalName == "TxAmt"))).ToList();
        var isBatch = details.Count > 1 && amounts.TrueForAll(amount => amount?.Currency == whole.Amount.Currency) && amounts.Sum(amount => amount!.Value.Amount) == whole.Amount.Amount;
        var reference = Text(entry, "AcctSvcrRef") ?? Text(entry, "NtryRef");
        return isBatch
            ? details.Select((one, index) => Signed(entry, Dated(one, whole) with { Amount = amounts[index]!.Value, Description = Described(entry, one), SourceId = Text(one, "Refs", "AcctSvcrRef") ?? reference }))
            : [Signed(entry, Dated(details is [var only] ? only : null, whole) with { Description = Described(entry, details.FirstOrDefault()), SourceId = reference ?? Text(details.FirstOrDefault(), "Refs", "AcctSvcrRef") })];
    }

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
