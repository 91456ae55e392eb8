using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CreditMonitor.Core;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;

namespace CreditMonitor.OpenAI;

/// <summary>Reads one result of a costs bucket. One that holds no amount of dollars is skipped and said, never taken for zero.</summary>
internal static class CostRowReader
{
    public static bool TryRead(DateOnly day, JsonElement result, CostRemarks remarks, string secret, [NotNullWhen(true)] out CostRow? row)
    {
        row = null;
        if (!TryFindAmount(result, out var value, out var currency))
        {
            remarks.Add(day, "A row was skipped because it holds no amount");
            return false;
        }

        if (!string.Equals(currency, "usd", StringComparison.OrdinalIgnoreCase))
        {
            remarks.Add(day, currency.Length == 0
                ? "A row was skipped because it names no currency"
                : $"A row was skipped because it is in {ProviderText.Quote(currency, secret)} and not in US dollars");
            return false;
        }

        if (!TryReadDollars(day, value, remarks, out var dollars))
            return false;

        row = new CostRow(Name(day, result, "project_id", remarks), Name(day, result, "line_item", remarks), Name(day, result, "api_key_id", remarks), dollars);
        return true;
    }

    private static bool TryFindAmount(JsonElement result, out JsonElement value, out string currency)
    {
        value = default;
        currency = "";
        if (result.ValueKind is not JsonValueKind.Object || !result.TryGetProperty("amount", out var amount) || amount.ValueKind is not JsonValueKind.Object)
            return false;

        currency = JsonText.OrNull(amount, "currency") ?? "";
        return amount.TryGetProperty("value", out value) && value.ValueKind is JsonValueKind.Number or JsonValueKind.String;
    }

    private static bool TryReadDollars(DateOnly day, JsonElement value, CostRemarks remarks, out Usd dollars)
    {
        var quoted = value.ValueKind is JsonValueKind.String;
        if (!AmountText.TryRead(quoted ? value.GetString() : value.GetRawText(), out dollars, out var digitsDropped, out var error))
        {
            remarks.Add(day, $"A row was skipped because its amount {error}");
            return false;
        }

        if (quoted)
            remarks.Add(day, "An amount came as text instead of a number and was read all the same");
        if (digitsDropped)
            remarks.Add(day, "An amount had more than 12 decimals and was rounded to 12, half to even");
        return true;
    }

    private static string? Name(DateOnly day, JsonElement result, string property, CostRemarks remarks)
    {
        if (!result.TryGetProperty(property, out var value) || value.ValueKind is JsonValueKind.Null)
            return null;

        if (value.ValueKind is JsonValueKind.String)
            return ProviderText.Name(value.GetString());

        remarks.Add(day, $"A row's {property} is no text; the row counts as unattributed");
        return null;
    }
}
