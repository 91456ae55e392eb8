using System.Diagnostics;
using System.Text;
using CreditMonitor.Intake.Receipts;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Intake.Receipts;

/// <summary>Headers that take the square of their length to read are not read.</summary>
public sealed class HeadersOfMails
{
    private static readonly string Folds = string.Concat(Enumerable.Repeat(" x\n", 256_000));

    public static TheoryData<string> Hostile =>
    [
        $"Subject: a\n{Folds}\nbody",
        $"Subject: a\nX-Other: b\n{string.Concat(Enumerable.Repeat("A: b\n", 100_000))}\nbody",
        $"Subject: a\n \n \n{Folds}\nbody",
        $"Subject: {new string('x', 100_000)}\n\nbody",
        $"Subject: a\nContent-Type: message/rfc822\n\nSubject: b\n{Folds}\nbody",
        $"Subject: a\nContent-Type: multipart/mixed; boundary=z\n\n--z\nContent-Type: text/plain;\n{Folds}\nbody\n--z--\n",
        $"Subject: a\nContent-Type: multipart/mixed; boundary=z\n\n--z\nContent-Type: text/plain\ngarbage\n{Folds}\nbody\n--z--\n",
        $"Subject: a\r\nTo: a\r\n{Folds.Replace("\n", "\r\n", StringComparison.Ordinal)}",
        $"Subject: a\r{Folds.Replace("\n", "\r", StringComparison.Ordinal)}\rbody",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_mail_with_a_header_beyond_its_bound_is_refused_at_once_wherever_the_header_stands(string mail)
    {
        var watch = Stopwatch.StartNew();
        var read = ReceiptMail.Read(Encoding.UTF8.GetBytes(mail), AWorld.Start, "test", claimed: false);

        Assert.Null(read.Receipt);
        Assert.Equal("it has a header of more than 64 KiB, which no receipt has", read.Problem);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Attachments_long_texts_and_a_header_within_its_bound_are_no_fault()
    {
        var base64 = string.Concat(Enumerable.Repeat(new string('A', 76) + "\n", 10_000));
        var html = string.Concat(Enumerable.Repeat("  <td style=\"color: red\">cell</td>\n", 10_000));

        Assert.True(HeaderBlocks.AreBounded(Encoding.UTF8.GetBytes($"Subject: a\n{new string('x', 100)}\n\n{html}")));
        Assert.True(HeaderBlocks.AreBounded(Encoding.UTF8.GetBytes($"Subject: a\nContent-Type: multipart/mixed; boundary=z\n\n--z\nContent-Type: image/png\n\n{base64}--z\nContent-Type: image/png\n\n{base64}--z--\n")));
        Assert.True(HeaderBlocks.AreBounded(Encoding.UTF8.GetBytes($"Subject: a\n{string.Concat(Enumerable.Repeat(" x\n", 20_000))}\nbody")));
        Assert.True(HeaderBlocks.AreBounded("Subject: a\r\n\r\nbody"u8));
        Assert.True(HeaderBlocks.AreBounded([]));
    }
}
