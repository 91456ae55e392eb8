namespace CreditMonitor.Intake.Receipts;

/// <summary>The header blocks of a mail: its own, those of its parts, and those of mails within it. Reading one takes the square of its
/// length, so they are measured first.</summary>
internal static class HeaderBlocks
{
    /// <summary>Receipts, forwarded by several servers, have a tenth of it.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>A block begins the mail, or follows an empty line or a boundary with the name of a field, and lasts until an empty
    /// line.</summary>
    public static bool AreBounded(ReadOnlySpan<byte> mail)
    {
        var (length, isOpen, mayBegin) = (0, true, false);
        while (!mail.IsEmpty)
        {
            var end = mail.IndexOf((byte)'\n');
            var line = end < 0 ? mail : mail[..(end + 1)];
            mail = mail[line.Length..];
            var content = line.TrimEnd("\r\n"u8);
            if (!isOpen && mayBegin && BeginsField(content))
            {
                (length, isOpen) = (0, true);
            }

            isOpen &= !content.IsEmpty;
            mayBegin = content.IsEmpty || content.StartsWith("--"u8);
            length += line.Length;
            if (isOpen && length > MostBytes)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Printable characters and a colon (RFC 5322, 2.2).</summary>
    private static bool BeginsField(ReadOnlySpan<byte> line) =>
        line.IndexOf((byte)':') is > 0 and var colon && line[..colon].IndexOfAnyExceptInRange((byte)'!', (byte)'~') < 0;
}
