using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using CreditMonitor.Core.Observations;
using CreditMonitor.Polling;

namespace CreditMonitor.OpenAI;

/// <summary>The costs that each organization was answered with last, beside the bytes they came in. Most hours bring the very bytes of the hour before: those are not decoded again, and their days stay the same instances.</summary>
/// <remarks>Only ever a shortcut: every poll asks, and other bytes are decoded. An answer of several pages is not kept; it is read at the month's turn and after an outage.</remarks>
internal sealed class LastCosts
{
    /// <summary>A process with more organizations than this decodes more often rather than hold them all in memory.</summary>
    private const int MostOrganizations = 64;

    private const int LargestBody = 256 * 1024;

    private readonly ConcurrentDictionary<string, Decoded> _last = new(StringComparer.Ordinal);

    /// <returns>Null when the answer is another than the last, or no answer at all.</returns>
    public Decoded? Of(ProviderAnswer answer, DateOnly from) =>
        answer is { Status: HttpStatusCode.OK, Whole: true } && _last.TryGetValue(answer.Question.Access.OrganizationId, out var last)
        && last.From == from && last.Access == answer.Question.Access && last.Body.AsSpan().SequenceEqual(answer.Body)
            ? last
            : null;

    public void Keep(Decoded costs)
    {
        if (costs.Body.Length > LargestBody)
        {
            return;
        }

        if (_last.Count >= MostOrganizations)
        {
            _last.Clear();
        }

        _last[costs.Access.OrganizationId] = costs;
    }

    /// <param name="Access">Whose key is taken out of what is quoted.</param>
    /// <param name="Body">The one page.</param>
    internal sealed record Decoded(BillingAccess Access, DateOnly From, byte[] Body, ImmutableArray<CostDay> Days, ImmutableArray<string> Remarks);
}
