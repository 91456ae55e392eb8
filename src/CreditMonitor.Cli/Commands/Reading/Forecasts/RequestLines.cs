using System.Text;
using System.Text.Json;
using CreditMonitor.Cli.Output;

namespace CreditMonitor.Cli.Commands.Reading.Forecasts;

/// <summary>A fault in a request, as the end of a sentence that begins with its line.</summary>
internal sealed class RequestFault(string message) : Exception(message);

/// <summary>Answers JSON requests line by line, in order. A line with a fault is told on stderr and left unanswered; the others are answered all the same.</summary>
internal static class RequestLines
{
    /// <summary>In characters. The longest honest request is years of daily amounts: a few hundred kilobytes.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <param name="answer">Writes the answer's lines; throws <see cref="RequestFault"/> before it writes any.</param>
    /// <returns>The exit status: 3 when a line had a fault.</returns>
    public static async Task<int> AnswerAsync(TextReader input, TextWriter output, TextWriter error, Action<JsonElement, TextWriter> answer, CancellationToken cancellationToken)
    {
        var code = ExitCode.Done;
        var number = 0;
        await foreach (var line in ReadAsync(input, cancellationToken))
        {
            number++;
            if (line is not null && string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (Answer(line, output, answer) is { } fault)
            {
                code = ExitCode.BadInput;
                await error.WriteLineAsync($"creditmonitor: line {number}: {fault}");
            }
        }

        await output.FlushAsync(cancellationToken);
        return code;
    }

    private static string? Answer(string? line, TextWriter output, Action<JsonElement, TextWriter> answer)
    {
        if (line is null)
        {
            return $"longer than {LongestLine / 1024 / 1024} MiB, which no request is.";
        }

        try
        {
            using var request = JsonDocument.Parse(line);
            answer(request.RootElement, output);
            return null;
        }
        catch (JsonException e)
        {
            return $"not a JSON object (column {e.BytePositionInLine + 1}); each line holds one request.";
        }
        catch (InvalidOperationException)
        {
            return "a text in it is not valid Unicode: half of a surrogate pair.";     // what JsonElement.GetString says of "\ud800"
        }
        catch (RequestFault fault)
        {
            return fault.Message;
        }
    }

    /// <summary>The lines; null in place of one that is too long.</summary>
    private static async IAsyncEnumerable<string?> ReadAsync(TextReader input, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = new char[64 * 1024];
        var (line, tooLong) = (new StringBuilder(), false);
        for (int read; (read = await input.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            for (var from = 0; from < read;)
            {
                var end = Array.IndexOf(buffer, '\n', from, read - from);
                var until = end < 0 ? read : end;
                tooLong |= line.Length + until - from > LongestLine;
                line.Append(buffer, from, tooLong ? 0 : until - from);
                from = until + 1;
                if (end >= 0)
                {
                    yield return tooLong ? null : line.ToString();
                    (_, tooLong) = (line.Clear(), false);
                }
            }
        }

        if (tooLong || line.Length > 0)
        {
            yield return tooLong ? null : line.ToString();
        }
    }
}
