using System.Text.Json;
using CreditMonitor.Core.Observations;
using CreditMonitor.Polling;

namespace CreditMonitor.OpenAI;

/// <summary>One thing that is asked of the provider, and the words in which its failures are told.</summary>
/// <param name="Subject">What is read, as it begins a sentence: <c>Costs</c>.</param>
internal sealed record Question(BillingAccess Access, string Subject)
{
    public string Host => Access.BaseUrl.Authority;

    public override string ToString() => $"{Subject} of {Access.OrganizationId}";

    public Reading<T> Unavailable<T>(string why, TimeSpan? retryAfter = null) =>
        new Reading<T>.Unavailable($"{this} could not be read: {why}.", retryAfter);

    public Reading<T> Denied<T>(string why, string? advice = null) => new Reading<T>.Denied($"{this} may not be read: {why}.") { Advice = advice };

    public Reading<T> NotDescribed<T>(string why) => Unavailable<T>($"what {Host} sent is not the answer described ({why})");

    /// <summary>Reads a value out of an answer; text that is not Unicode makes the whole answer unusable.</summary>
    public Reading<T> Parse<T>(JsonElement root, Func<JsonElement, Reading<T>> parse)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            return NotDescribed<T>("it is no JSON object");

        try
        {
            return parse(root);
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so of a string with half a surrogate pair or broken UTF-8, and only when that string is looked at.
            return NotDescribed<T>("it holds text that is not Unicode");
        }
    }
}
