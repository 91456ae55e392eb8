using System.Text;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Output;

/// <summary>Stands before stdout and stderr, so that no text from outside drives the reader's terminal or turns its direction, whichever
/// command prints it.</summary>
internal sealed class TerminalWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>For what a file or another program gets, byte for byte; on a terminal the same as any other output.</summary>
    public static TextWriter ForData { get; private set; } = Console.Out;

    /// <summary>Every command writes through one of these from now on.</summary>
    public static void Install()
    {
        var plain = Console.Out;
        Console.SetOut(new TerminalWriter(plain));
        ForData = Console.IsOutputRedirected ? plain : Console.Out;
        Console.SetError(new TerminalWriter(Console.Error));
    }

    public override void Write(char value)
    {
        if (value is >= ' ' and <= '~' || char.IsSurrogate(value))
        {
            inner.Write(value);    // half of a pair is joined by what comes next
        }
        else
        {
            inner.Write(SafeText.Lines(value.ToString()));
        }
    }

    public override void Write(string? value) => inner.Write(value is null ? null : SafeText.Lines(value));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Flush() => inner.Flush();

    public override Task FlushAsync() => inner.FlushAsync();
}
