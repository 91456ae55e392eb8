using System.Text.Json;

namespace CreditMonitor.Core.Ledger;

/// <summary>Reads the fields of one JSON object, naming what is missing or wrong. A field that is <c>null</c> counts as absent.</summary>
internal readonly struct DocumentObject(JsonElement element, JsonPlace place, DocumentFaults faults, DocumentFaults remarks)
{
    private const string AnInstant = "an instant with an offset such as \"2026-03-01T00:00:00Z\"";
    private const string ADay = "a UTC day such as \"2026-03-01\"";
    private const string AnAmount = "an amount in US dollars, not negative, such as \"12.50\"";
    private const int MaxQuoted = 60;

    public bool Has(string field) => Find(field) is not null;

    public bool IsExplicitNull(string field) => element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Null;

    public string? Text(string field, string expected, bool required)
    {
        var value = Find(field);
        if (value is { ValueKind: JsonValueKind.String } && TextOf(value.Value) is { Length: > 0 } text)
        {
            return text;
        }

        return Refuse<string>(field, expected, value, required);
    }

    public DateTimeOffset? Instant(string field, bool required)
    {
        var value = Find(field);
        return value is { ValueKind: JsonValueKind.String } && InstantText.TryRead(TextOf(value.Value), out var instant)
            ? instant
            : RefuseValue<DateTimeOffset>(field, AnInstant, value, required);
    }

    public DateOnly? Day(string field)
    {
        var value = Find(field);
        return value is { ValueKind: JsonValueKind.String } && InstantText.TryReadDay(TextOf(value.Value), out var day)
            ? day
            : RefuseValue<DateOnly>(field, ADay, value, required: true);
    }

    /// <summary>A JSON string or number; a number is read from its digits in the text, so that it is exact.</summary>
    /// <param name="signed">A balance may be below zero; nothing else may.</param>
    public Usd? Amount(string field, bool signed = false)
    {
        var value = Find(field);
        if (value is not { ValueKind: JsonValueKind.String or JsonValueKind.Number } given)
        {
            return RefuseValue<Usd>(field, AnAmount, value, required: true);
        }

        var text = given.ValueKind == JsonValueKind.Number ? given.GetRawText() : TextOf(given);
        if (!AmountText.TryRead(text, out var amount, out var dropped, out var error))
        {
            faults.Add(place, field, $"expected {AnAmount}, but {Quote(given)} {error}.");
            return null;
        }

        if (dropped)
        {
            remarks.Add(place, field, $"decimals beyond the {AmountText.Decimals}th were rounded half to even, giving {amount.ToExactString()}.");
        }

        return signed || amount >= Usd.Zero ? amount : RefuseValue<Usd>(field, AnAmount, value, required: true);
    }

    /// <returns>The choice that the field names; null when it is absent or names none, which is a fault.</returns>
    public T? Choice<T>(string field, bool required, (string Word, T Value) one, (string Word, T Value) other)
        where T : struct
    {
        var value = Find(field);
        var word = value is { ValueKind: JsonValueKind.String } text ? TextOf(text) : null;
        return word == one.Word ? one.Value
            : word == other.Word ? other.Value
            : RefuseValue<T>(field, $"\"{one.Word}\" or \"{other.Word}\"", value, required);
    }

    public void Refuse(string field, string sentence) => faults.Add(place, field, sentence);

    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: JSON's grammar allows it, no text can hold it.
            return "";
        }
    }

    private static string Quote(JsonElement value)
    {
        var raw = value.GetRawText();
        return raw.Length <= MaxQuoted ? raw : string.Concat(raw.AsSpan(0, MaxQuoted), "…");
    }

    private JsonElement? Find(string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private T? Refuse<T>(string field, string expected, JsonElement? value, bool required)
        where T : class
    {
        RefuseUnlessOptional(field, expected, value, required);
        return null;
    }

    private T? RefuseValue<T>(string field, string expected, JsonElement? value, bool required)
        where T : struct
    {
        RefuseUnlessOptional(field, expected, value, required);
        return null;
    }

    private void RefuseUnlessOptional(string field, string expected, JsonElement? value, bool required)
    {
        if (value is { } given)
        {
            faults.Add(place, field, $"expected {expected}, but found {Quote(given)}.");
        }
        else if (required)
        {
            faults.Add(place, field, $"expected {expected}, but it is missing.");
        }
    }
}
