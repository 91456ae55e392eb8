using System.Text;
using CreditMonitor.Core.Statements;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Intake.Statements;

/// <summary>What statements of any bank have in common, with inputs that no rule was written for; all are made up.</summary>
public sealed class KindsOfStatements
{
    private static readonly DateOnly Today = new(2026, 3, 20);

    private static StatementOptions In(string? currency = null) => new(Currency: currency) { Today = Today };

    private static string Lines(string text, string? currency = null) => string.Join('|', AStatement.Ok(text, In(currency)).Lines());

    [Theory]
    [InlineData("Date,Description,Amount\n04/03/2026,OPENAI,5.00\n05/03/2026,OPENAI,6.00", "2026-03-04 5|2026-03-05 6")]            // month first, they would lie in April and May
    [InlineData("Date,Description,Amount\n01/12/2026,OPENAI,5.00\n02/03/2026,OPENAI,6.00", "2026-01-12 5|2026-02-03 6")]            // day first, one would lie in December
    [InlineData("Statement period,13/01/2026 - 12/02/2026\nDate,Description,Amount\n02/01/2026,OPENAI,5.00", "2026-01-02 5")]
    [InlineData("Date,Description,Amount\n12/01/2025,OPENAI,1.00\n01/02/2026,OPENAI,5.00\n02/01/2026,OPENAI,6.00", "2025-12-01 1|2026-01-02 5|2026-02-01 6")]
    [InlineData("Date,Description,Amount\n02/01/2026,OPENAI,6.00\n01/02/2026,OPENAI,5.00\n12/01/2025,OPENAI,1.00", "2026-02-01 6|2026-01-02 5|2025-12-01 1")]
    [InlineData("Fecha,Concepto,Importe\n01/02/2026,OPENAI,5.00", "2026-02-01 5")]
    [InlineData("Buchungstag;Verwendungszweck;Betrag\n01/02/2026;OPENAI;5,00", "2026-02-01 5")]
    public void Days_that_can_be_read_in_two_ways_are_decided_by_the_layout_the_whole_file_or_the_day_of_the_import(string text, string expected) =>
        Assert.Equal(expected.Split('|').Select(row => $"{row} USD OPENAI"), AStatement.Ok(text, In("USD") with { ChargesArePositive = true }).Lines());

    [Fact]
    public void What_nothing_decides_is_asked_for() =>
        Assert.Contains("--date-order", AStatement.Invalid("Date,Description,Amount\n01/02/2026,OPENAI,5.00\n01/02/2026,OPENAI,6.00", In("USD")).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("Date,Description,Amount\n12/28,OPENAI,5.00\n01/05,OPENAI,6.00", "2025-12-28 5|2026-01-05 6")]
    [InlineData("Relevé du 05/01/2026 au 04/02/2026\nDate;Libellé;Montant\n28/12;OPENAI;5,00\n05/01;OPENAI;6,00", "2025-12-28 5|2026-01-05 6")]
    [InlineData("2026年01月ご利用分\n利用日,利用店名,利用金額\n12月28日,OPENAI,500\n1月5日,OPENAI,600", "2025-12-28 500|2026-01-05 600")]
    [InlineData("Data,Descrição,Valor\n28 dez,OPENAI,5.00\n05 jan,OPENAI,6.00", "2025-12-28 5|2026-01-05 6")]
    [InlineData("Datum;Text;Betrag\n28.12.;OPENAI;5,00\n05.01.;OPENAI;6,00", "2025-12-28 5|2026-01-05 6")]
    public void A_day_without_a_year_is_the_latest_one_also_across_New_Year_and_that_is_said(string text, string expected)
    {
        var read = AStatement.Ok(text, In("EUR") with { ChargesArePositive = true });

        Assert.Equal(expected.Split('|').Select(row => $"{row} EUR OPENAI"), read.Lines());
        Assert.Contains("have no year", Assert.Single(read.Remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Account,Main\nCurrency:,CHF\nDate,Description,Amount\n2026-03-05,OPENAI,-5.00", "CHF")]
    [InlineData("Account 123 (NZD)\nDate,Description,Amount\n2026-03-05,OPENAI,-5.00", "NZD")]
    [InlineData("Date,Description,Amount,Balance (AUD)\n2026-03-05,OPENAI,-5.00,100.00", "AUD")]
    [InlineData("Date,Description,Amount,Balance\n2026-03-05,OPENAI,-5.00,£100.00", "GBP")]
    [InlineData("Kontostand:;1.000,00 EUR\nDatum;Text;Betrag\n05.03.2026;OPENAI;-5,00", "EUR")]
    public void The_currency_may_stand_above_the_table_in_its_header_or_beside_the_balance(string text, string currency) => Assert.Equal($"2026-03-05 5 {currency} OPENAI", Lines(text));

    [Fact]
    public void The_merchants_own_currency_is_not_the_statements() =>
        Assert.Contains("--currency", AStatement.Invalid("Date,Description,Amount,Original Amount (USD)\n2026-03-05,OPENAI,-46.12,-50.00", In()).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData(932, "利用日,利用店名,利用金額\n2026/03/05,ＯＰＥＮＡＩ　＊ＡＰＩ,3300\n2026/03/06,スーパー,1280", "JPY", "ＯＰＥＮＡＩ")]
    [InlineData(936, "交易日期,交易摘要,交易金额\n2026-03-05,OPENAI 网上支付,359.82\n2026-03-06,超市,32.00", "CNY", "网上支付")]
    [InlineData(950, "消費日,消費明細,金額\n2026/03/05,OPENAI 網路,900\n2026/03/06,超市,32", "TWD", "網路")]
    [InlineData(949, "거래일자,가맹점명,이용금액\n2026-03-05,OPENAI 해외,36000\n2026-03-06,마트,3200", "KRW", "해외")]
    [InlineData(1252, "Buchungstag;Verwendungszweck;Betrag\n05.03.2026;OPENAI Gebühr für Müller;5,00\n06.03.2026;Bäckerei;1,00", "EUR", "Müller")]
    public void Text_in_another_encoding_is_shown_as_what_it_says(int codePage, string text, string currency, string part)
    {
        var content = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes(text);
        var read = Assert.IsType<StatementRead.Ok>(AStatement.Read(content, In(currency) with { ChargesArePositive = true }));

        Assert.Equal(2, read.Rows.Length);
        Assert.Contains(part, read.Rows[0].Description, StringComparison.Ordinal);
        Assert.Equal([true, false], read.Rows.Select(row => row.IsOpenAI));
    }

    private static string Camt(string container, string report, string entries) =>
        $"<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><{container}><{report}><Acct><Id><IBAN>DE02</IBAN></Id></Acct>{entries}</{report}></{container}></Document>";

    private static string Entry(string amount, string inner) =>
        $"<Ntry><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-05</Dt></BookgDt>{inner}</Ntry>";

    private static string Part(string name, string? amount) =>
        $"<TxDtls>{(amount is null ? "" : $"<AmtDtls><TxAmt><Amt Ccy=\"EUR\">{amount}</Amt></TxAmt></AmtDtls>")}<RltdPties><Cdtr><Nm>{name}</Nm></Cdtr></RltdPties></TxDtls>";

    [Theory]
    [InlineData("BkToCstmrDbtCdtNtfctn", "Ntfctn", "camt054")]
    [InlineData("BkToCstmrAcctRpt", "Rpt", "camt052")]
    [InlineData("BkToCstmrStmt", "Stmt", "camt053")]
    public void Reports_and_notifications_are_statements_too(string container, string report, string format)
    {
        var read = AStatement.Ok(Camt(container, report, Entry("5.00", $"<NtryDtls>{Part("OPENAI", "5.00")}</NtryDtls>")));

        Assert.Equal(("2026-03-05 5 EUR OPENAI", format), (Assert.Single(read.Lines()), read.Format));
    }

    [Theory]
    [InlineData("100.00", "", "60.00", null, "2026-03-05 60 EUR OPENAI|2026-03-05 40 EUR PRINTER")]        // the one amount that is not named is the rest
    [InlineData("100.00", "", null, null, "2026-03-05 100 EUR OPENAI PRINTER")]                             // none is named: one row that names all
    [InlineData("100.00", "", "60.00", "39.00", "2026-03-05 100 EUR OPENAI PRINTER")]                       // they do not add up
    [InlineData("102.50", "<Chrgs><Rcrd><Amt Ccy=\"EUR\">1.50</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd><Rcrd><Amt Ccy=\"EUR\">1.00</Amt><ChrgInclInd>true</ChrgInclInd></Rcrd></Chrgs>", "60.00", "40.00", "2026-03-05 60 EUR OPENAI|2026-03-05 40 EUR PRINTER|2026-03-05 2.5 EUR Bank charges")]
    public void A_batch_is_taken_apart_when_its_parts_make_it_and_else_names_them_all(string total, string charges, string? first, string? second, string expected) =>
        Assert.Equal(expected, Lines(Camt("BkToCstmrStmt", "Stmt", Entry(total, $"{charges}<NtryDtls>{Part("OPENAI", first)}{Part("PRINTER", second)}</NtryDtls>"))));

    [Theory]
    [InlineData("!Type:Bank\nD3/13/2026\nT1,000.00\nPOpening Balance\n^\nD3/14/2026\nT-5.00\nPOPENAI\n^")]
    [InlineData("Datum;Text;Betrag\n13.03.2026;Anfangssaldo;1.000,00\n14.03.2026;OPENAI;-5,00\n14.03.2026;Kontostand am 14.03.2026;995,00")]
    [InlineData("Date,Description,Amount\n2026-03-13,BALANCE BROUGHT FORWARD,1000.00\n2026-03-14,OPENAI,-5.00\n2026-03-15,Closing balance,995.00")]
    public void A_row_that_tells_a_balance_is_no_movement(string text)
    {
        var read = AStatement.Ok(text, In("EUR"));

        Assert.Equal(["2026-03-14 5 EUR OPENAI"], read.Lines());
        Assert.Contains(read.Skipped, skipped => skipped.Reason == "tells a balance and is no movement");
    }

    [Fact]
    public void A_shop_that_is_named_like_a_balance_is_none() => Assert.Equal("2026-03-13 50 EUR NEW BALANCE STORE 123|2026-03-14 5 EUR BALANCE TRANSFER FEE", Lines("Date,Description,Amount\n2026-03-13,NEW BALANCE STORE 123,-50.00\n2026-03-14,BALANCE TRANSFER FEE,-5.00", "EUR"));

    [Theory]
    [InlineData("\"Datum\",\"Uhrzeit\",\"Zeitzone\",\"Name\",\"Typ\",\"Status\",\"Währung\",\"Brutto\",\"Gebühr\",\"Netto\",\"Transaktionscode\"\n\"05.03.2026\",\"09:12:44\",\"CET\",\"OpenAI, LLC\",\"Zahlung im Einzugsverfahren mit Zahlungsrechnung\",\"Abgeschlossen\",\"USD\",\"-50,00\",\"0,00\",\"-50,00\",\"1AB\"\n"
        + "\"05.03.2026\",\"09:12:44\",\"CET\",\"\",\"Bankgutschrift auf PayPal-Konto\",\"Abgeschlossen\",\"EUR\",\"47,10\",\"0,00\",\"47,10\",\"2AB\"\n\"05.03.2026\",\"09:12:44\",\"CET\",\"\",\"Allgemeine Währungsumrechnung\",\"Abgeschlossen\",\"EUR\",\"-47,10\",\"0,00\",\"-47,10\",\"3AB\"\n\"06.03.2026\",\"09:12:44\",\"CET\",\"OpenAI, LLC\",\"Allgemeine Autorisierung\",\"Ausstehend\",\"USD\",\"-60,00\",\"0,00\",\"-60,00\",\"4AB\"")]
    [InlineData("\"Date\",\"Heure\",\"Fuseau horaire\",\"Nom\",\"Type\",\"État\",\"Devise\",\"Avant commission\",\"Commission\",\"Net\",\"Numéro de transaction\"\n\"05/03/2026\",\"09:12:44\",\"CET\",\"OpenAI, LLC\",\"Paiement préapprouvé\",\"Terminé\",\"USD\",\"-50,00\",\"0,00\",\"-50,00\",\"1AB\"\n"
        + "\"05/03/2026\",\"09:12:44\",\"CET\",\"\",\"Virement bancaire sur le compte PayPal\",\"Terminé\",\"EUR\",\"47,10\",\"0,00\",\"47,10\",\"2AB\"\n\"05/03/2026\",\"09:12:44\",\"CET\",\"\",\"Conversion de devise standard\",\"Terminé\",\"EUR\",\"-47,10\",\"0,00\",\"-47,10\",\"3AB\"\n\"16/03/2026\",\"09:12:44\",\"CET\",\"OpenAI, LLC\",\"Autorisation générale\",\"En attente\",\"USD\",\"-60,00\",\"0,00\",\"-60,00\",\"4AB\"")]
    public void Of_a_wallets_rows_only_the_payment_is_a_charge(string text)
    {
        var read = AStatement.Ok(text, In());

        Assert.Equal(["2026-03-05 50 USD OpenAI, LLC"], read.Lines());
        Assert.Equal(3, read.Skipped.Length);
    }

    [Theory]
    [InlineData("Date||Description||Amount\n2026-03-05||OPENAI, API||5.00\n2026-03-06||OTHER||6.00")]
    [InlineData("Date^Description^Amount\n2026-03-05^OPENAI, API^5.00\n2026-03-06^OTHER^6.00")]
    [InlineData("sep=;\nDate;Description;Amount\n2026-03-05;OPENAI, API;5.00\n2026-03-06;OTHER;6.00")]
    public void Cells_are_parted_by_whatever_the_bank_took(string text) =>
        Assert.Equal(["2026-03-05 5 USD OPENAI, API", "2026-03-06 6 USD OTHER"], AStatement.Ok(text, In("USD") with { ChargesArePositive = true }).Lines());

    [Fact]
    public void A_file_of_which_no_row_can_be_read_is_a_fault_that_names_the_first()
    {
        var asked = AStatement.Invalid("Date,Description,Amount\nyesterday,OPENAI,5.00\ntoday,OPENAI,6.00", In("USD"));

        Assert.Contains("none of its rows can be read (2 rows); line 2: yesterday is no date", asked.Problem, StringComparison.Ordinal);
        Assert.Contains("none of its rows", AStatement.Invalid("OFXHEADER:100\n<OFX><STMTTRN><DTPOSTED>soon<TRNAMT>-5<NAME>OPENAI</STMTTRN></OFX>", In("USD")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_of_several_rows_is_one() =>
        Assert.Equal("2026-03-05 5 USD CARD PURCHASE 1234 OPENAI *API SAN FRANCISCO|2026-03-06 6 USD OTHER", Lines("Date,Description,Debit,Credit\n2026-03-05,CARD PURCHASE 1234,5.00,\n,OPENAI *API,,\n,SAN FRANCISCO,,\n2026-03-06,OTHER,6.00,", "USD"));

    [Theory]
    [InlineData("Date,Description,Amount\n2026-03-05,OPENAI,\"-3,300\"\n2026-03-06,OTHER,\"-1,280\"", "JPY", "3300|1280")]
    [InlineData("Date,Description,Amount\n2026-03-05,OPENAI,-12.500\n2026-03-06,OTHER,-1.280", "KWD", "12.5|1.28")]
    [InlineData("Date,Description,Amount\n2026-03-05,OPENAI,\"-1,000\"\n2026-03-06,OTHER,\"-2,000\"", "USD", "1000|2000")]
    [InlineData("Datum;Text;Betrag\n2026-03-05;OPENAI;-1.000\n2026-03-06;OTHER;-2.000", "EUR", "1000|2000")]
    public void Three_digits_behind_a_lone_mark_are_thousands_but_for_currencies_with_three_decimals(string text, string currency, string amounts) =>
        Assert.Equal(amounts.Split('|'), AStatement.Ok(text, In(currency)).Rows.Select(row => row.Amount.ToExactString()));

    [Theory]
    [InlineData("Date,Type,Counterparty,Amount,Text\n2026-03-05,Card,X1,-5.00,OPENAI *API SAN FRANCISCO")]
    [InlineData("Datum;Auftraggeber;Buchungstext;Verwendungszweck;Betrag\n05.03.2026;VISA;Lastschrift;KAUFUMSATZ OPENAI *API;-5,00")]
    public void What_names_OpenAI_is_never_left_out_whichever_column_it_stands_in(string text) => Assert.True(Assert.Single(AStatement.Ok(text, In("EUR")).Rows).IsOpenAI);
}
