using System.Text;
using CreditMonitor.Core.Statements;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Intake.Statements;

/// <summary>What no bank sends ends in a sentence, soon.</summary>
public sealed class HostileStatements
{
    private const string Lol = "<!DOCTYPE d [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;\">]>";

    [Fact]
    public void Entities_that_grow_or_reach_outside_are_refused()
    {
        Assert.Contains("document type", AStatement.Invalid($"<?xml version=\"1.0\"?>{Lol}<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">&b;</Document>").Problem, StringComparison.Ordinal);
        Assert.Contains("document type", AStatement.Invalid($"<?xml version=\"1.0\"?>{Lol}<OFX><STMTTRN><NAME>&b;</STMTTRN></OFX>").Problem, StringComparison.Ordinal);
        Assert.Contains("document type", AStatement.Invalid("<!DOCTYPE d SYSTEM \"file:///etc/passwd\"><BkToCstmrStmt/>").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_tags_and_deep_nesting_are_refused()
    {
        Assert.Contains("tags", AStatement.Invalid("<OFX>" + string.Concat(Enumerable.Repeat("<A>", 1_600_000))).Problem, StringComparison.Ordinal);
        Assert.Contains("nested deeper", AStatement.Invalid("<BkToCstmrStmt>" + string.Concat(Enumerable.Repeat("<A>", 1_000_000))).Problem, StringComparison.Ordinal);
        Assert.Contains("nodes", AStatement.Invalid("<BkToCstmrStmt>" + string.Concat(Enumerable.Repeat("<A/>", 1_600_000)) + "</BkToCstmrStmt>").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_early_says_so_and_keeps_what_was_whole()
    {
        var read = AStatement.Ok("<OFX><STMTRS><CURDEF>USD<STMTTRN><DTPOSTED>20260304<TRNAMT>-5<NAME>OPENAI</STMTTRN>\n<STMTTRN><DTPOSTED>20260305<TRNAMT>-1");

        Assert.Single(read.Rows);
        Assert.Equal([(2, "the file ends within this transaction"), (2, "the file ends before </OFX>; rows may be missing, download it again")], read.Skipped.Select(skipped => (skipped.Line, skipped.Reason)));
        Assert.Contains("well-formed", AStatement.Invalid("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt>").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nuls_broken_utf16_pdfs_and_nothing_are_no_statements()
    {
        Assert.Contains("no text", Problem([.. "Date,Description\0,Amount"u8]), StringComparison.Ordinal);
        Assert.Contains("no text", Problem([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]), StringComparison.Ordinal);
        Assert.Contains("PDF", Problem([.. "%PDF-1.7"u8]), StringComparison.Ordinal);
        Assert.Contains("empty", Problem([]), StringComparison.Ordinal);
        Assert.Contains("neither OFX", AStatement.Invalid("<html></html>").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_surrogate_as_a_character_number_becomes_a_replacement_and_control_characters_go()
    {
        var read = AStatement.Ok("<OFX><STMTRS><CURDEF>USD<STMTTRN><DTPOSTED>20260304<TRNAMT>-5<NAME>OPEN\u0007AI &#xD800;&#0;&#99999999;</STMTTRN></OFX>");

        Assert.Equal("OPEN AI \uFFFD\uFFFD&#99999999;", Assert.Single(read.Rows).Description);
    }

    [Fact]
    public void A_quote_that_is_never_closed_costs_its_own_row_and_not_the_file()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(index => $"2026-03-05,OPENAI {index},5.00\n"));

        Assert.Equal(60, AStatement.Ok($"Date,Description,Amount\n2026-03-04,\"OPENAI,1.00\n{rows}", new StatementOptions(Currency: "USD")).Rows.Length);
    }

    [Fact]
    public void A_tag_without_a_name_is_text()
    {
        var read = AStatement.Ok("<OFX><CURDEF>USD<STMTTRN></><DTPOSTED>20261101<TRNAMT>-5<NAME>OPENAI <//> INC</STMTTRN></OFX>");

        Assert.Equal("OPENAI <//> INC", Assert.Single(read.Rows).Description);
    }

    [Theory]
    [InlineData("<OFX><STMTRS><CURDEF>USD<ACCTID>1<BANKTRANLIST><STMTTRN><DTPOSTED>20260304120000[-8:PST]<TRNAMT>-5.00<FITID>A1<NAME>OPENAI &amp; CO<CURRENCY><CURSYM>EUR</CURRENCY></STMTTRN></BANKTRANLIST></STMTRS></OFX>")]
    [InlineData("<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt><Stmt><Ntry><Amt Ccy=\"EUR\">5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2026-03-04</Dt></BookgDt></Ntry></Stmt></BkToCstmrStmt></Document>")]
    [InlineData(":20:X\n:25:DE1\n:28C:1/1\n:60F:C260101EUR1,00\n:61:2603040304D5,00NTRFREF//BANK\n:86:166?00OPENAI?32OPENAI\n:62F:C260304EUR1,00\n-")]
    [InlineData("!Type:Bank\nD3/4/26\nT-5.00\nPOPENAI\nMmemo\n^\n")]
    [InlineData("Date,Description,Amount,Currency\n2026-03-04,\"OPENAI, INC\",5.00,USD\n2026-03-05,OPENAI,1.00,USD\n")]
    public void A_statement_that_was_changed_anywhere_is_read_or_refused_and_never_throws(string statement)
    {
        var random = new Random(5);
        var whole = Encoding.UTF8.GetBytes(statement);
        for (var round = 0; round < 3_000; round++)
        {
            Assert.NotNull(AStatement.Read(Mutation.Of(whole, random), new StatementOptions(Currency: "USD")));
        }
    }

    [Fact]
    public void Noise_never_throws()
    {
        var random = new Random(7);
        string[] words = ["<OFX>", "</OFX>", "<STMTTRN>", "</>", "<//>", "</STMTTRN>", "<->", "<TRNAMT>", "-5", "20260304", ":20:", ":61:", ":60F:C260101EUR1,", "2601010101D5,NTRF", "!Type:Bank\n", "D1/2/26\n", "^\n", "Date,", "Amount,", "Description", "\n", "\"", ";", "1.234,5", "&#xD800;", "camt.053", "<a>", "&amp", "\uD800", "CR", "(", "99/99/9999", "9999999999999999999999"];
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => words[random.Next(words.Length)]));
            Assert.NotNull(AStatement.Read(Encoding.UTF8.GetBytes(text), new StatementOptions(Currency: "USD")));
        }
    }

    private static string Problem(byte[] content) => Assert.IsType<StatementRead.Invalid>(AStatement.Read(content)).Problem;
}
