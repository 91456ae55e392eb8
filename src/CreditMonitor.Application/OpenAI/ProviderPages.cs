using System.Text.Json;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>Follows cursors to the last page. Anything that could leave a page out, or never end, fails the whole read.</summary>
internal static class ProviderPages
{
    private const int MaxCursorLength = 2_000;

    /// <param name="firstPage">Path and query of the first page; every page is asked for with the same query, for cursors are bound to it.</param>
    /// <param name="cursorName">The parameter that takes the cursor.</param>
    /// <param name="take">Takes one page in and gives the next page's cursor; null after the last.</param>
    /// <returns>How many pages there were.</returns>
    public static Task<Reading<int>> ReadAllAsync(ProviderExchange exchange, string firstPage, string cursorName, Func<JsonElement, Reading<string?>> take) =>
        ReadAllAsync(exchange, firstPage, cursorName, (ProviderAnswer answer) => answer.Read(take));

    /// <inheritdoc cref="ReadAllAsync(ProviderExchange, string, string, Func{JsonElement, Reading{string}})"/>
    public static async Task<Reading<int>> ReadAllAsync(ProviderExchange exchange, string firstPage, string cursorName, Func<ProviderAnswer, Reading<string?>> take)
    {
        var question = exchange.Question;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var page = firstPage;
        for (var read = 1; read <= exchange.MaxPages; read++)
        {
            var answer = (await exchange.GetAsync(page)).Then(take);
            if (answer is not Reading<string?>.Ok(var cursor))
                return answer.Then(_ => question.NotDescribed<int>("no page"));

            if (cursor is null)
                return new Reading<int>.Ok(read);

            if (cursor.Length is 0 or > MaxCursorLength)
                return question.NotDescribed<int>("it says that there is more, and not where");

            if (!seen.Add(cursor))
                return question.Unavailable<int>($"{question.Host} gave the same page cursor twice, so that the pages would never end");

            page = $"{firstPage}&{cursorName}={Uri.EscapeDataString(cursor)}";
        }

        return question.Unavailable<int>($"{question.Host} still had more after {exchange.MaxPages} pages");
    }
}
