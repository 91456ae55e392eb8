using System.Text;
using CreditMonitor.Core.Statements;
using CreditMonitor.Intake.Statements;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Intake.Statements;

/// <summary>CSV as banks write it; the inputs are made up in their dialects.</summary>
public sealed class CsvOfManyBanks
{
    public static TheoryData<string, string, string, string> Dialects => new()
    {
        { "chase-card", "", "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n03/02/2026,03/03/2026,OPENAI* CHATGPT  CREDIT,Shopping,Sale,-54.36,\n03/15/2026,03/15/2026,PAYMENT,,Payment,500.00,", "2026-03-02 54.36 USD OPENAI* CHATGPT CREDIT|2026-03-15 -500 USD PAYMENT" },
        { "chase-checking", "", "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\nDEBIT,03/03/2026,\"OPENAI\",-108.72,DEBIT_CARD,4891.28,,", "2026-03-03 108.72 USD OPENAI" },
        { "amex-us-full", "USD", "Date,Description,Amount,Extended Details,Appears On Your Statement As,Address,City/State,Zip Code,Country,Reference,Category\n03/04/2026,OPENAI,54.36,\"NT_1\nOPENAI\",OPENAI  CA,1 ST,\"SF\nCA\",94158,US,'32026',Other\n03/05/2026,OPENAI,1.00,,,,,,,'32027',", "2026-03-04 54.36 USD OPENAI|2026-03-05 1 USD OPENAI" },
        { "capitalone-card", "USD", "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n2026-02-20,2026-02-21,2717,OPENAI,Services,108.25,\n2026-02-25,2026-02-26,2717,OPENAI,Services,,8.25\n", "2026-02-20 108.25 USD OPENAI|2026-02-25 -8.25 USD OPENAI" },
        { "apple-card", "", "Transaction Date,Clearing Date,Description,Merchant,Category,Type,Amount (USD),Purchased By\n03/05/2026,03/06/2026,OPENAI OPENAI.COM CA,Openai,Other,Purchase,54.36,Test User", "2026-03-05 54.36 USD OPENAI OPENAI.COM CA" },
        { "barclays-us", "USD", "Barclays Bank Delaware\nAccount Number: X1234\nAccount Balance as of March 17 2026:    $12.34\n\nTransaction Date,Description,Category,Amount\n03/11/2026,\"OPENAI\",\"DEBIT\",-54.36\n02/25/2026,\"PAYMENT RECV'D\",\"CREDIT\",100.50", "2026-03-11 54.36 USD OPENAI|2026-02-25 -100.5 USD PAYMENT RECV'D" },
        { "scotiabank-card", "CAD", "Filter,Date,Description,Sub-description,Status,Type of Transaction,Amount\n,2026-05-29,OPENAI AMT 5.65,,posted,Debit,7.91\n,2026-06-02,OPENAI AMT 11.50,,posted,Credit,-16.10", "2026-05-29 7.91 CAD OPENAI AMT 5.65|2026-06-02 -16.1 CAD OPENAI AMT 11.50" },
        { "revolut", "", "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\r\nCARD_PAYMENT,Current,2026-03-05 9:15:00,2026-03-06 10:00:00,OpenAI,-46.12,0.46,EUR,COMPLETED,100.00\r\nCard Payment,Current,2026-03-07 9:15:00,,OpenAI,-20.00,0.00,EUR,PENDING,\r\nCARD_PAYMENT,Current,2026-03-08 9:15:00,,OpenAI,-20.00,0.00,EUR,REVERTED,\r\nCARD_PAYMENT,Current,2026-03-09 9:15:00,2026-03-09 9:15:00,OpenAI *temporary Hold,0.00,0.00,EUR,COMPLETED,1.00\r\nTOPUP,Current,2026-03-09 9:15:00,2026-03-09 9:15:00,Top-Up,50.00,0.00,EUR,COMPLETED,1.00", "2026-03-05 46.58 EUR OpenAI|pending 2026-03-07 20 EUR OpenAI|2026-03-09 -50 EUR Top-Up" },
        { "wise-history", "", "ID,Status,Direction,Created on,Finished on,Source fee amount,Source fee currency,Source name,Source amount (after fees),Source currency,Target name,Target amount (after fees),Target currency\nC-1,COMPLETED,OUT,2026-03-03 10:20:05,2026-03-04 06:23:11,0.28,EUR,Test User,46.12,EUR,Openai,50.00,USD\nC-1,REFUNDED,IN,2026-03-10 08:00:00,2026-03-10 08:00:00,0.00,USD,Openai,20.00,USD,Test User,20.00,USD\nC-2,REFUNDED,OUT,2026-03-10 08:00:00,2026-03-10 08:00:00,0.00,USD,Test User,20.00,USD,Openai,20.00,USD\nB-4,COMPLETED,NEUTRAL,2026-03-11 10:00:00,2026-03-11 10:00:02,1.20,EUR,Test User,498.80,EUR,Test User,540.00,USD", "2026-03-03 46.4 EUR Openai|2026-03-10 -20 USD Openai" },
        { "monzo", "", "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,Local amount,Local currency,Notes and #tags,Address,Receipt,Description,Category split,Money Out,Money In\ntx_1,05/03/2026,10:28:00,Card payment,OpenAI,🤖,Bills,-47.44,GBP,-60.00,USD,,,,OPENAI SF,,-47.44,\ntx_2,05/03/2026,10:29:00,Card payment,OpenAI,🤖,Bills,0.00,GBP,0.00,USD,Active card check,,,OPENAI,,,", "2026-03-05 47.44 GBP OpenAI" },
        { "starling", "", "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\n05/03/2026,OpenAI,OPENAI *CHATGPT SUBSCR,ONLINE PAYMENT,-16.00,100.00,BILLS,", "2026-03-05 16 GBP OpenAI" },
        { "johnlewis-uk", "", "\uFEFFDate Processed,Description,Amount,\nPending,OPENAI    CA,£67.40,\n12-Dec-2025,OPENAI,\"£1,183.23\",\n02-Dec-2025,PAYMENT RECEIVED,\"+ £1,100.00\",CR", "pending - 67.4 GBP OPENAI CA|2025-12-12 1183.23 GBP OPENAI|2025-12-02 -1100 GBP PAYMENT RECEIVED" },
        { "bunq", "EUR", "Date;Interest Date;Amount;Account;Counterparty;Name;Description\n2026-03-06;2026-03-06;-1.008,78;NL00;;OPENAI;OPENAI 9.95 USD", "2026-03-06 1008.78 EUR OPENAI" },
        { "n26", "", "\"Booking Date\",\"Value Date\",\"Partner Name\",\"Partner Iban\",Type,\"Payment Reference\",\"Account Name\",\"Amount (EUR)\",\"Original Amount\",\"Original Currency\",\"Exchange Rate\"\n2026-03-04,2026-03-02,\"OPENAI\",,Presentment,,\"Main\",-46.12,50.00,USD,0.9224\n2026-03-05,,\"OPENAI\",,Presentment,,\"Main\",-1.00,,,", "2026-03-02 46.12 EUR OPENAI|2026-03-05 1 EUR OPENAI" },
        { "dkb-visa-2023", "", "\uFEFF\"Karte\";\"Visa Kreditkarte\";\"4748 •••• 1234\"\n\"\"\n\"Saldo vom 12.03.2026:\";\"-1.234,56 EUR\"\n\"\"\n\"Belegdatum\";\"Wertstellung\";\"Status\";\"Beschreibung\";\"Umsatztyp\";\"Betrag (€)\";\"Fremdwährungsbetrag\"\n\"02.03.26\";\"04.03.26\";\"Gebucht\";\"OPENAI\";\"Im Geschäft\";\"-46,12 €\";\"-50,00 USD\"\n\"05.03.26\";\"\";\"Vorgemerkt\";\"OPENAI\";\"Im Geschäft\";\"-23,00 €\";\"\"", "2026-03-02 46.12 EUR OPENAI|pending 2026-03-05 23 EUR OPENAI" },
        { "easybank", "EUR", "AT00;OPENAI *CHATGPT SUBSCR;05.03.2026;06.03.2026;-1.023,00;EUR\nAT00;Einzahlung;09.03.2026;09.03.2026;+50,00;EUR", "2026-03-05 1023 EUR OPENAI *CHATGPT SUBSCR|2026-03-09 -50 EUR Einzahlung" },
        { "wellsfargo", "", "\"03/05/2026\",\"-54.36\",\"*\",\"\",\"OPENAI OPENAI.COM CA\"\n\"03/12/2026\",\"500.00\",\"*\",\"\",\"ONLINE PAYMENT THANK YOU\"", "2026-03-05 54.36 USD OPENAI OPENAI.COM CA|2026-03-12 -500 USD ONLINE PAYMENT THANK YOU" },
        { "headerless", "CAD", "03/14/2026,OPENAI HTTPSOPENAI.C,7.91,,512.33\n03/15/2026,PAYMENT - THANK YOU,,100.00,412.33", "2026-03-14 7.91 CAD OPENAI HTTPSOPENAI.C|2026-03-15 -100 CAD PAYMENT - THANK YOU" },
        { "rbc", "", "\"Account Type\",\"Account Number\",\"Transaction Date\",\"Cheque Number\",\"Description 1\",\"Description 2\",\"CAD$\",\"USD$\"\nVisa,4512,3/5/2026,,\"OPENAI\",,-7.91,,", "2026-03-05 7.91 CAD OPENAI" },
        { "generic", "", "Datum;Beskrivning;Valuta;Belopp\n2026-03-05;OPENAI;SEK;-540,50\n2026-03-09;OPENAI;SEK;1 540,00", "2026-03-05 540.5 SEK OPENAI|2026-03-09 -1540 SEK OPENAI" },
        { "generic", "BRL", "Data,Estabelecimento,Valor\n15/03/2026,OPENAI,\"R$ 1.130,55\"\n16/03/2026,Pagamento recebido,\"-R$ 500,00\"", "2026-03-15 1130.55 BRL OPENAI|2026-03-16 -500 BRL Pagamento recebido" },
        { "generic", "USD", "Date\tMerchant\tAmount\n2026-03-05\tOPENAI\t$54.36\n2026-03-06\tOPENAI\t$1,000\n2026-03-07\tREFUND OPENAI\t($54.36)", "2026-03-05 54.36 USD OPENAI|2026-03-06 1000 USD OPENAI|2026-03-07 -54.36 USD REFUND OPENAI" },
        { "generic", "GBP", "Date,Description,Paid out,Paid in,Balance\n14 Mar 2026,OPENAI,47.44,,10.00\n15 Mar 2026,REFUND,,47.44,57.44", "2026-03-14 47.44 GBP OPENAI|2026-03-15 -47.44 GBP REFUND" },
        { "ing-nl", "EUR", "\"Datum\",\"Naam / Omschrijving\",\"Rekening\",\"Tegenrekening\",\"Code\",\"Af Bij\",\"Bedrag (EUR)\",\"Mutatiesoort\",\"Mededelingen\"\n\"20260305\",\"OPENAI\",\"NL00\",\"\",\"BA\",\"Af\",\"46,12\",\"Betaalautomaat\",\"Pasvolgnr\"", "2026-03-05 46.12 EUR OPENAI" },
    };

    [Theory]
    [MemberData(nameof(Dialects))]
    public void A_dialect_is_known_by_its_content_and_a_charge_is_positive(string dialect, string currency, string text, string expected)
    {
        var read = AStatement.Ok(text, new StatementOptions(Currency: currency.Length == 0 ? null : currency));

        Assert.Equal(expected.Split('|'), read.Lines());
        Assert.Equal(("csv", dialect), (read.Format, read.Dialect));
    }

    [Fact]
    public void A_row_that_is_no_charge_is_listed_with_its_line_and_reason()
    {
        var read = AStatement.Ok("My card\nDate,Description,Amount\n2026-03-05,OPENAI,5.00\n2026-03-06,OPENAI,five\n,Total,5.00\n2026-03-07,OPENAI,0.00\n", new StatementOptions(Currency: "USD"));

        Assert.Single(read.Rows);
        Assert.Equal([(1, "stands above the table"), (4, "five is no amount"), (5, "has no date"), (6, "the amount is zero: a check of the card, or a hold that came to nothing")], read.Skipped.Select(skipped => (skipped.Line, skipped.Reason)));
    }

    [Fact]
    public void Dates_that_can_be_read_in_two_ways_are_asked_about_unless_one_date_of_the_file_decides()
    {
        const string Open = "Date,Description,Amount\n03/04/2026,OPENAI,5.00\n";
        var eur = new StatementOptions(Currency: "EUR");

        var asked = AStatement.Invalid(Open, eur);
        Assert.True(asked.OptionMissing);
        Assert.Contains("--date-order", asked.Problem, StringComparison.Ordinal);
        Assert.Equal(["2026-04-03 5 EUR OPENAI"], AStatement.Ok(Open, eur with { DateOrder = DateOrder.DayFirst }).Lines());
        Assert.Equal(["2026-04-03 5 EUR OPENAI", "2026-04-25 1 EUR OPENAI"], AStatement.Ok(Open + "25/04/2026,OPENAI,1.00", eur).Lines());
    }

    [Fact]
    public void A_currency_that_no_cell_tells_and_a_column_that_no_word_tells_are_asked_for()
    {
        Assert.Contains("--currency", AStatement.Invalid("Date,Description,Amount\n2026-03-05,OPENAI,$5.00").Problem, StringComparison.Ordinal);

        const string Strange = "Date,What,Sum of it,Left\n2026-03-05,OPENAI,5.00,10.00";
        var asked = AStatement.Invalid(Strange, new StatementOptions(Currency: "USD"));
        Assert.True(asked.OptionMissing);
        Assert.StartsWith("line 1: looks like a header", asked.Problem, StringComparison.Ordinal);
        var (options, _) = StatementOptionText.Read(null, "usd", null, "amount=Sum of it,description=What", "positive");
        Assert.Equal(["2026-03-05 5 USD OPENAI"], AStatement.Ok(Strange, options).Lines());
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_windows_1252()
    {
        byte[] content = [.. "Belegdatum;Beschreibung;Buchungsbetrag ("u8, 0x80, .. ");Status\n05.03.26;M"u8, 0xFC, .. "ller;-5,00;\n"u8];

        Assert.Equal(["2026-03-05 5 EUR Müller"], Assert.IsType<StatementRead.Ok>(AStatement.Read(content, new StatementOptions { ChargesArePositive = false })).Lines());
        Assert.Equal(["2026-03-05 5 EUR Müller"], Assert.IsType<StatementRead.Ok>(AStatement.Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Belegdatum;Beschreibung;Betrag (€)\n05.03.26;Müller;-5,00")], new StatementOptions { ChargesArePositive = false })).Lines());
    }

    [Theory]
    [InlineData("-1.234,56 €", "-1234.56")]
    [InlineData("(54.36)", "-54.36")]
    [InlineData("1'000.50", "1000.5")]
    [InlineData("−5,5", "-5.5")]
    [InlineData("12.50CR", "-12.5")]
    [InlineData("R$ 1.130,55", "1130.55")]
    [InlineData("1,234,567", "1234567")]
    [InlineData("54.36-", "-54.36")]
    [InlineData("1 540,00 kr", "1540")]
    public void A_figure_is_read_as_it_is_written(string text, string expected)
    {
        var read = AStatement.Ok($"Date;Description;Amount;Currency\n2026-03-05;OPENAI;{text};EUR", new StatementOptions { ChargesArePositive = true });

        Assert.Equal(expected, Assert.Single(read.Rows).Amount.ToExactString());
    }
}
