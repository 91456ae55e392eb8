using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CreditMonitor.Core;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Commands.Reading.Forecasts;

/// <summary>The fields of one request, each checked by name. Fields that nobody asks for are ignored.</summary>
internal readonly struct RequestObject
{
    public const int MostDays = 20_000;
    public const int MostQuestions = 100;
    public const int LongestText = 500;

    private readonly JsonElement _json;

    public RequestObject(JsonElement json) =>
        _json = json.ValueKind == JsonValueKind.Object ? json : throw new RequestFault("not a JSON object; each line holds one request.");

    public string Text(string name) => Field(name) is { ValueKind: JsonValueKind.String } field && field.GetString() is { Length: > 0 and <= LongestText } text
        ? text
        : throw new RequestFault($"{name} is not a text of 1 to {LongestText} characters.");

    public DateOnly Day(string name) => DateOnly.TryParseExact(Text(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 9000
        ? day
        : throw new RequestFault($"{name} is not a day such as 2026-03-01.");

    /// <summary>The days from <c>first</c> on.</summary>
    public DailySpend Spend()
    {
        var amounts = Array("amounts", MostDays);
        var days = ImmutableArray.CreateBuilder<Usd>(amounts.GetArrayLength());
        foreach (var amount in amounts.EnumerateArray())
        {
            days.Add(Amount(amount, $"amounts[{days.Count}]"));
        }

        return new DailySpend(Day("first"), days.DrainToImmutable());
    }

    public ImmutableArray<int> Horizons(int furthest)
    {
        if (!_json.TryGetProperty("horizons", out _))
        {
            return [];
        }

        var days = ImmutableArray.CreateBuilder<int>();
        foreach (var horizon in Array("horizons", MostQuestions).EnumerateArray())
        {
            days.Add(horizon.ValueKind == JsonValueKind.Number && horizon.TryGetInt32(out var ahead) && ahead >= 1 && ahead <= furthest
                ? ahead
                : throw new RequestFault($"horizons[{days.Count}] is not a whole number of days from 1 to {furthest}."));
        }

        return days.ToImmutable();
    }

    public ImmutableArray<(string Name, Usd Amount)> Balances()
    {
        if (!_json.TryGetProperty("balances", out var field))
        {
            return [];
        }

        if (field.ValueKind != JsonValueKind.Object || field.GetPropertyCount() > MostQuestions)
        {
            throw new RequestFault($"balances is not an object of at most {MostQuestions} amounts.");
        }

        return [.. field.EnumerateObject().Select(balance => (balance.Name, Amount(balance.Value, $"balances.{Shown(balance.Name)}")))];
    }

    /// <summary>A name from outside, fit for a message.</summary>
    private static string Shown(string name) => name.Length <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? name : "…";

    private JsonElement Field(string name) => _json.TryGetProperty(name, out var field) ? field : throw new RequestFault($"{name} is missing.");

    private JsonElement Array(string name, int most) => Field(name) is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() <= most
        ? array
        : throw new RequestFault($"{name} is not a list of at most {most} values.");

    private static Usd Amount(JsonElement value, string where)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => throw new RequestFault($"{where} is not an amount; expected dollars such as 12.5."),
        };
        return !AmountText.TryRead(text, out var amount, out _, out var error) ? throw new RequestFault($"{where} {error}; expected dollars such as 12.5.")
            : amount < Usd.Zero ? throw new RequestFault($"{where} is negative, which neither a day's cost nor a balance to use up can be.")
            : amount;
    }
}
