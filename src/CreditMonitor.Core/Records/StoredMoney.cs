using System.Text.Json;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>Reads an amount that is stored as two keys, the exact decimal and the currency beside it.</summary>
internal static class StoredMoney
{
    /// <exception cref="JsonException">It is no such amount; the message names no value, which may be anything.</exception>
    public static Money Read(string amount, string currency) =>
        !AmountText.TryReadNumber(amount, out var number, out _, out var error) ? throw new JsonException($"An amount {error}.")
        : !Currency.TryRead(currency, out var known) ? throw new JsonException("A currency is not three upper-case letters.")
        : new Money(number, known);
}
