using System.Globalization;
using Azure;
using Response = Azure.Response;

namespace CreditMonitor.DataTables;

/// <summary>What the service answers to a transaction: status 202 always, and in it a part for each operation, or a single one that says what was refused.</summary>
internal static class TransactionAnswer
{
    private const string StatusLine = "HTTP/1.1 ";

    /// <exception cref="TableTransactionFailedException">The transaction was refused.</exception>
    /// <exception cref="RequestFailedException">The answer is none.</exception>
    public static List<Response> Read(Response answer, int operations)
    {
        var parts = Split(answer.Content.ToString()).ToList();
        if (parts.Find(part => part.Status >= 400) is { } refused)
        {
            var (code, message) = TableErrors.Read(refused.Content.ToString());
            throw new TableTransactionFailedException(new RequestFailedException(refused.Status, message ?? refused.ReasonPhrase, code, null));
        }

        return parts.Count == operations ? [.. parts]
            : throw new RequestFailedException(answer.Status, $"The answer to a transaction of {operations} operations has {parts.Count} parts.", null, null);
    }

    private static IEnumerable<TransactionPart> Split(string text)
    {
        var lines = text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        for (var n = 0; n < lines.Length; n++)
        {
            if (lines[n].StartsWith(StatusLine, StringComparison.Ordinal))
            {
                var rest = lines.Skip(n + 1).TakeWhile(line => !line.StartsWith("--", StringComparison.Ordinal)).ToList();
                yield return Part(lines[n], rest);
                n += rest.Count;
            }
        }
    }

    private static TransactionPart Part(string statusLine, List<string> lines)
    {
        var status = statusLine[StatusLine.Length..].Split(' ', 2);
        var headers = lines.TakeWhile(line => line.Length > 0).Select(line => line.Split(": ", 2)).Where(header => header.Length == 2);
        return new TransactionPart(
            int.TryParse(status[0], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0,
            status.ElementAtOrDefault(1) ?? "",
            headers.Select(header => new Azure.Core.HttpHeader(header[0], header[1])).ToList(),
            string.Join('\n', lines.SkipWhile(line => line.Length > 0)));
    }
}
