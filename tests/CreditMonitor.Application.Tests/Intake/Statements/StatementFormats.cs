using CreditMonitor.Core.Statements;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Intake.Statements;

/// <summary>OFX, QIF, camt.053 and MT940; the inputs are made up.</summary>
public sealed class StatementFormats
{
    private const string OfxHead = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\n\n<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>4000</CCACCTFROM><BANKTRANLIST>";
    private const string OfxTail = "</BANKTRANLIST><LEDGERBAL><BALAMT><DTASOF>20260310</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>";

    [Fact]
    public void Ofx_is_read_whether_its_leaves_are_closed_or_not()
    {
        var open = AStatement.Ok(OfxHead + "<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260304230000[-5:EST]<TRNAMT>-58.10<FITID>1<NAME>OPENAI &amp; CO</STMTTRN>" + OfxTail);
        var closed = AStatement.Ok("<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\" VERSION=\"203\"?><OFX><STMTRS><CURDEF>USD</CURDEF><BANKTRANLIST>\n<STMTTRN>\n<DTPOSTED>20260304</DTPOSTED><TRNAMT>-58,10</TRNAMT><FITID>1</FITID><NAME>OPENAI &amp; CO</NAME></STMTTRN></BANKTRANLIST></STMTRS></OFX>");

        Assert.Equal(["2026-03-04 58.1 USD OPENAI & CO"], open.Lines());
        Assert.Equal(open.Lines(), closed.Lines());
        Assert.Equal(("ofx1", "ofx2"), (open.Format, closed.Format));
    }

    [Fact]
    public void Two_rows_under_one_bank_id_are_two_charges_and_three_decimals_are_decimals()
    {
        var read = AStatement.Ok(OfxHead + "<STMTTRN><DTPOSTED>20260304<TRNAMT>-58.100<FITID>7<NAME>OPENAI</STMTTRN><STMTTRN><DTPOSTED>20260304<TRNAMT>-1.74<FITID>7<NAME>FOREIGN TRANSACTION FEE</STMTTRN>" + OfxTail);

        Assert.Equal(["2026-03-04 58.1 USD OPENAI", "2026-03-04 1.74 USD FOREIGN TRANSACTION FEE"], read.Lines());
        Assert.Equal(2, read.Rows.Select(row => row.Id).Distinct().Count());
        Assert.All(read.Rows, row => Assert.Equal("7", row.SourceId));
    }

    [Fact]
    public void The_users_day_goes_before_the_day_of_posting_and_a_row_may_have_its_own_currency()
    {
        var read = AStatement.Ok(OfxHead + "<STMTTRN><DTPOSTED>20260306<DTUSER>20260304<TRNAMT>-5<FITID>1<NAME>A<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY></STMTTRN><STMTTRN><DTPOSTED>20260306<TRNAMT>-6<NAME>B<ORIGCURRENCY><CURSYM>EUR</ORIGCURRENCY></STMTTRN>" + OfxTail);

        Assert.Equal(["2026-03-04 5 EUR A", "2026-03-06 6 USD B"], read.Lines());
        Assert.Equal(new DateOnly(2026, 3, 6), read.Rows[0].Posted);
    }

    [Fact]
    public void Qif_takes_its_date_order_from_the_whole_file_and_asks_for_the_currency()
    {
        const string Text = "!Type:CCard\nD3/4'26\nT-1,054.36\nPOPENAI\nSSoftware\n$-1,054.36\n^\nD3/25'26\nT5.00\nPRefund\nMOpenAI\n^\n";

        Assert.True(AStatement.Invalid(Text).OptionMissing);
        Assert.Equal(["2026-03-04 1054.36 USD OPENAI", "2026-03-25 -5 USD Refund OpenAI"], AStatement.Ok(Text, new StatementOptions(Currency: "USD")).Lines());
    }

    [Theory]
    [InlineData("02", "<Sts>BOOK</Sts>")]
    [InlineData("04", "<Sts>BOOK</Sts>")]
    [InlineData("08", "<Sts><Cd>BOOK</Cd></Sts>")]
    public void Camt_053_is_read_in_its_versions_and_a_reversal_does_not_turn_the_sign_again(string version, string status)
    {
        var read = AStatement.Ok(Camt(version, $"""
            <Ntry><Amt Ccy="CHF">54.36</Amt><CdtDbtInd>DBIT</CdtDbtInd>{status}<BookgDt><Dt>2026-03-04</Dt></BookgDt><AcctSvcrRef>R1</AcctSvcrRef><AddtlNtryInf>OPENAI</AddtlNtryInf></Ntry>
            <Ntry><Amt Ccy="CHF">54.36</Amt><CdtDbtInd>CRDT</CdtDbtInd><RvslInd>true</RvslInd>{status}<BookgDt><DtTm>2026-03-06T23:30:00-05:00</DtTm></BookgDt><AddtlNtryInf>OPENAI</AddtlNtryInf></Ntry>
            """));

        Assert.Equal(["2026-03-04 54.36 CHF OPENAI", "2026-03-06 -54.36 CHF OPENAI"], read.Lines());
        Assert.Equal(("camt053", $"camt.053.001.{version}", "R1"), (read.Format, read.Dialect, read.Rows[0].SourceId));
    }

    [Fact]
    public void A_batch_is_its_payments_when_they_add_up_and_one_entry_when_they_do_not()
    {
        static string Batch(string second) => Camt("08", $"""
            <Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-04</Dt></BookgDt><NtryDtls>
            <TxDtls><Amt Ccy="EUR">10.00</Amt><RltdPties><Cdtr><Pty><Nm>OPENAI</Nm></Pty></Cdtr></RltdPties></TxDtls>
            <TxDtls><Amt Ccy="EUR">{second}</Amt><RltdPties><Cdtr><Pty><Nm>OTHER</Nm></Pty></Cdtr></RltdPties></TxDtls></NtryDtls></Ntry>
            """);

        Assert.Equal(["2026-03-04 10 EUR OPENAI", "2026-03-04 20 EUR OTHER"], AStatement.Ok(Batch("20.00")).Lines());
        Assert.Equal(["2026-03-04 30 EUR OPENAI OTHER"], AStatement.Ok(Batch("19.00")).Lines());
    }

    [Fact]
    public void Mt940_turns_the_year_between_value_and_entry_and_reads_marks_and_a_third_letter()
    {
        var read = AStatement.Ok("{1:F01BANK}{4:\n:20:S\n:25:NL00\n:60F:C251231EUR0,00\n:61:2512310102DR25,NTRFNONREF//B1\n:86:OPENAI\nSAN FRANCISCO\n:61:2601020102RD5,03NTRFC1\n:86:166?00CARD?20OPENAI *CHATGPT?21SUBSCR?32OpenAI LLC\n:61:260103RC1,5NMSC\n:62F:C260103EUR0,00\n:86:not of a row\n-}");

        Assert.Equal(["2025-12-31 25 EUR OPENAI SAN FRANCISCO", "2026-01-02 -5.03 EUR OpenAI LLC OPENAI *CHATGPT SUBSCR", "2026-01-03 1.5 EUR "], read.Lines());
        Assert.Equal((new DateOnly(2026, 1, 2), "B1"), (read.Rows[0].Posted, read.Rows[0].SourceId));
    }

    private static string Camt(string version, string entries) =>
        $"""<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt><Acct><Id><IBAN>CH00</IBAN></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>""";
}
