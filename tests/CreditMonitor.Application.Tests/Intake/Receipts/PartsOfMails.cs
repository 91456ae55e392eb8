using System.Text;
using CreditMonitor.Core.Records;
using CreditMonitor.Intake.Receipts;

namespace CreditMonitor.Application.Tests.Intake.Receipts;

/// <summary>Mails have a text part and HTML beside it; whichever says more is read.</summary>
public class PartsOfMails
{
    private const string Html = "<html><body><table><tr><td>Receipt from OpenAI, LLC</td></tr><tr><td>Paid March 13, 2026</td></tr><tr><td>Invoice number</td><td>A1B2C3D4-0017</td></tr>"
        + "<tr><td>OpenAI API usage credit</td><td>$30.00</td></tr><tr><td>Subtotal</td><td>$30.00</td></tr><tr><td>VAT - Turkey (20% on $30.00)</td><td>$6.00</td></tr><tr><td>Total</td><td>$36.00</td></tr><tr><td>Amount paid</td><td>$36.00</td></tr></table></body></html>";

    private static Receipt? Read(string text) => ReceiptMail.Read(Encoding.UTF8.GetBytes($"""
        From: OpenAI, LLC <invoice+statements+acct_000@stripe.com>
        To: billing@example.org
        Subject: Your receipt from OpenAI, LLC #2011-4164-2450
        Date: Fri, 13 Mar 2026 05:43:34 +0000
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=xx

        --xx
        Content-Type: text/plain; charset=utf-8

        {text}
        --xx
        Content-Type: text/html; charset=utf-8

        {Html}
        --xx--
        """.ReplaceLineEndings("\r\n")), new DateTimeOffset(2026, 3, 20, 0, 0, 0, TimeSpan.Zero), "test", claimed: false).Receipt;

    [Theory]
    [InlineData("View this email in your browser.")]
    [InlineData("Receipt from OpenAI, LLC $36.00 Invoice number A1B2C3D4-0017 OpenAI API usage credit Amount paid $36.00")]
    [InlineData("")]
    public void HTML_that_says_more_than_its_text_part_is_read(string text)
    {
        var receipt = Read(text)!;

        Assert.Equal(("A1B2C3D4-0017", 36m, 6m, 30m), (receipt.Id, receipt.Amount.Amount, receipt.Tax?.Amount, receipt.Credit?.Amount));
    }
}
