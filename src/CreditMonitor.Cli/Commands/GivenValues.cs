using CreditMonitor.Cli.Output;
using CreditMonitor.Core;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Commands;

/// <summary>Reads values of options, or says in one sentence what is wrong with them.</summary>
internal static class GivenValues
{
    public static DateTimeOffset? Instant(string option, string? text) =>
        text is null ? null
        : InstantText.TryRead(text, out var instant) ? instant
        : InstantText.TryReadDay(text, out var day) ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : throw new CommandFailure(ExitCode.Usage, $"{option} {text} is neither an instant with its offset, such as 2026-03-01T09:30:00Z, nor a UTC day such as 2026-03-01.");

    public static Usd Amount(string option, string text, bool signed = false) =>
        !AmountText.TryRead(text, out var amount, out _, out var error) ? throw new CommandFailure(ExitCode.Usage, $"{option} {text} {error}; expected US dollars such as 1000 or 12.50.")
        : !signed && amount < Usd.Zero ? throw new CommandFailure(ExitCode.Usage, $"{option} {text} is negative; expected US dollars such as 1000 or 12.50.")
        : amount;
}
