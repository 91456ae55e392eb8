using System.Text.Json;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Ledger.Documents;

/// <summary>Reads the fields of one JSON object, naming what is missing or wrong. A field that is <c>null</c> counts as absent.</summary>
internal readonly struct DocumentObject(JsonElement element, JsonPlace place, DocumentFaults faults, DocumentFaults remarks)
{
    private const string AnInstant = "an instant with an offset such as \"2026-03-01T00:00:00Z\"";
    private const string ADay = "a UTC day such as \"2026-03-01\"";
    private const string AnAmount = "an amount in US dollars, not negative, such as \"12.50\"";
    private const string ACurrency = "an ISO 4217 code such as \"USD\"";
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

    public DateOnly? Day(string field, bool required = true)
    {
        var value = Find(field);
        return value is { ValueKind: JsonValueKind.String } && InstantText.TryReadDay(TextOf(value.Value), out var day)
            ? day
            : RefuseValue<DateOnly>(field, ADay, value, required);
    }

    /// <summary>A JSON string or number; a number is read from its digits in the text, so that it is exact.</summary>
    /// <param name="signed">A balance may be below zero; nothing else may.</param>
    public Usd? Amount(string field, bool signed = false, bool required = true) => Decimal(field, AnAmount, signed, required) is { } amount ? new Usd(amount) : null;

    /// <summary>The same in the currency that stands beside it; a fault names that currency.</summary>
    public Money? Money(string field, Currency currency, bool signed = false, bool required = true) =>
        Decimal(field, currency.IsUsd ? AnAmount : $"an amount in {currency}{(signed ? "" : ", not negative,")} such as \"{ExampleOf(currency)}\"", signed, required) is { } amount ? new Money(amount, currency) : null;

    /// <summary>A JSON string or number of any meaning, exact.</summary>
    /// <param name="expected">What it means, as the end of a sentence.</param>
    public decimal? Decimal(string field, string expected, bool signed = false, bool required = true)
    {
        var value = Find(field);
        if (value is not { ValueKind: JsonValueKind.String or JsonValueKind.Number } given)
        {
            return RefuseValue<decimal>(field, expected, value, required);
        }

        var text = given.ValueKind == JsonValueKind.Number ? given.GetRawText() : TextOf(given);
        if (!AmountText.TryReadNumber(text, out var amount, out var dropped, out var error))
        {
            faults.Add(place, field, $"expected {expected}, but {Quote(given)} {error}.");
            return null;
        }

        if (dropped)
        {
            remarks.Add(place, field, $"decimals beyond the {AmountText.Decimals}th were rounded half to even, giving {new Usd(amount).ToExactString()}.");
        }

        return signed || amount >= 0m ? amount : RefuseValue<decimal>(field, expected, value, required: true);
    }

    /// <summary>ISO 4217 in upper case; dollars where it is absent.</summary>
    public Currency Currency(string field)
    {
        var code = Text(field, ACurrency, required: false);
        if (code is null)
        {
            return Core.Currency.Usd;
        }

        if (!Core.Currency.TryRead(code, out var currency))
        {
            Refuse(field, "expected three upper-case letters such as \"USD\".");
        }

        return currency;
    }

    /// <returns>The choice that the field names; null when it is absent or names none, which is a fault.</returns>
    public T? Choice<T>(string field, bool required, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        var value = Find(field);
        var word = value is { ValueKind: JsonValueKind.String } text ? TextOf(text) : null;
        var words = new List<string>(choices.Length);
        foreach (var choice in choices)
        {
            if (choice.Word == word)
            {
                return choice.Value;
            }

            words.Add($"\"{choice.Word}\"");
        }

        return RefuseValue<T>(field, words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}", value, required);
    }

    public bool? Flag(string field, bool required)
    {
        var value = Find(field);
        return value is { ValueKind: JsonValueKind.True or JsonValueKind.False } ? value.Value.GetBoolean() : RefuseValue<bool>(field, "true or false", value, required);
    }

    /// <summary>A number that is no money and below 10^12 (a rate, hours), exact.</summary>
    public decimal? Number(string field, bool required)
    {
        var value = Find(field);
        return value is { ValueKind: JsonValueKind.Number } given && AmountText.TryReadNumber(given.GetRawText(), out var number, out _, out _) && number >= 0m
            ? number
            : RefuseValue<decimal>(field, "a number, not negative", value, required);
    }

    public JsonElement? Element(string field) => Find(field);

    /// <summary>An object inside this one; faults in it are named by this one's place.</summary>
    public DocumentObject? Object(string field)
    {
        var value = Find(field);
        if (value is { ValueKind: JsonValueKind.Object } inner)
        {
            return new DocumentObject(inner, place, faults, remarks);
        }

        RefuseUnlessOptional(field, "an object", value, required: false);
        return null;
    }

    public void Refuse(string field, string sentence) => faults.Add(place, field, sentence);

    private static string ExampleOf(Currency currency) => currency.Decimals switch { 0 => "3000", 3 => "12.500", 4 => "12.5000", _ => "12.50" };

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
