using System.Text.Json;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.OpenAI;

/// <summary>Reads the organization's monthly spend limit.</summary>
/// <remarks>What the provider answers where none is set is not documented: null, or an object without an amount, means none.</remarks>
internal static class SpendLimitReader
{
    public static Reading<SpendLimit?> Read(Question question, JsonDocument json)
    {
        using (json)
        {
            return json.RootElement.ValueKind is JsonValueKind.Null
                ? new Reading<SpendLimit?>.Ok(null)
                : question.Parse(json.RootElement, limit => Read(question, limit));
        }
    }

    private static Reading<SpendLimit?> Read(Question question, JsonElement limit)
    {
        if (!limit.TryGetProperty("threshold_amount", out var threshold))
            return question.NotDescribed<SpendLimit?>("`threshold_amount` is missing");

        if (threshold.ValueKind is JsonValueKind.Null)
            return new Reading<SpendLimit?>.Ok(null);

        var text = threshold.ValueKind is JsonValueKind.String ? threshold.GetString() : threshold.GetRawText();
        if (!AmountText.TryRead(text, out var cents, out _, out var error) || cents < Usd.Zero)
            return question.NotDescribed<SpendLimit?>($"`threshold_amount` {(error.Length > 0 ? error : "is negative")}");

        if (JsonText.OrNull(limit, "currency") is { } currency && !currency.Equals("USD", StringComparison.OrdinalIgnoreCase))
            return question.NotDescribed<SpendLimit?>($"the limit is in {ProviderText.Quote(currency, question.Access.AdminKey)} and not in US dollars");

        if (JsonText.OrNull(limit, "interval") is { } interval && interval != "month")
            return question.NotDescribed<SpendLimit?>($"the limit is for each {ProviderText.Quote(interval, question.Access.AdminKey)} and not for each month");

        var enforcing = limit.TryGetProperty("enforcement", out var enforcement) && JsonText.OrNull(enforcement, "status") is "enforcing";
        return new Reading<SpendLimit?>.Ok(new SpendLimit(new Usd(cents.Amount / 100m), enforcing));
    }
}
