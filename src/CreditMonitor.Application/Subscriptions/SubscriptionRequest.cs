using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;

namespace CreditMonitor.Subscriptions;

/// <summary>What somebody asked for.</summary>
/// <param name="OrganizationId">Null: all organizations.</param>
internal sealed record SubscriptionRequest(SubscriptionChannel Channel, string Address, string? OrganizationId, SubscriptionPreferences Wishes);

/// <summary>The ask, or every fault in it, a sentence each.</summary>
internal sealed record AskReading(SubscriptionRequest? Ask, ImmutableArray<string> Faults);

/// <summary>Reads an ask from texts: a form's fields, a verb's options or a document's values, all by the same names.</summary>
internal sealed class AskReader(Func<string, string?> value)
{
    private const int MostWindows = 20;

    private readonly List<string> _faults = [];

    public static readonly ImmutableArray<string> Fields = ["address", "channel", "organization", "kinds", "least_severity", "least_dollars", "windows_days", "cadence", "time_zone"];

    public AskReading Read()
    {
        var channel = Word("channel", SubscriptionChannel.Mail);
        var address = value("address")?.Trim() ?? "";
        if (SubscriberText.FaultOf(channel, address) is { } fault)
        {
            _faults.Add($"address is {(address.Length == 0 ? "missing; expected a mail address such as team@example.com." : fault)}");
        }

        var ask = new SubscriptionRequest(channel, address, Given("organization") is { } organization && organization != "*" ? organization : null, Wishes());
        return new AskReading(_faults.Count == 0 ? ask : null, [.. _faults]);
    }

    public SubscriptionPreferences Wishes() => new(
        [.. Words("kinds").Select(word => Word<AlertKind>("kinds", word)).OfType<AlertKind>().Distinct()],
        Word("least_severity", Severity.Info), Dollars(), Windows(), Word("cadence", Cadence.Immediate), Zone());

    public ImmutableArray<string> Faults => [.. _faults];

    private string? Given(string field) => value(field) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    private string[] Words(string field) => Given(field)?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private T Word<T>(string field, T fallback)
        where T : struct, Enum => Given(field) is { } word ? Word<T>(field, word) ?? fallback : fallback;

    private T? Word<T>(string field, string word)
        where T : struct, Enum
    {
        foreach (var choice in Enum.GetValues<T>())
        {
            if (SnakeCase.Of(choice) == word)
            {
                return choice;
            }
        }

        _faults.Add($"{field} has '{SettingsReader.Shown(word)}'; expected {string.Join(", ", Enum.GetValues<T>().Select(choice => SnakeCase.Of(choice)))}.");
        return null;
    }

    private Usd Dollars()
    {
        if (Given("least_dollars") is not { } text)
        {
            return Usd.Zero;
        }

        if (AmountText.TryRead(text, out var amount, out _, out _) && amount >= Usd.Zero)
        {
            return amount;
        }

        _faults.Add($"least_dollars is '{SettingsReader.Shown(text)}'; expected US dollars such as 100.");
        return Usd.Zero;
    }

    private ImmutableArray<int>? Windows()
    {
        if (Words("windows_days") is not { Length: > 0 } words)
        {
            return null;
        }

        if (words.Length <= MostWindows && words.All(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= 3_650))
        {
            return [.. words.Select(word => int.Parse(word, CultureInfo.InvariantCulture)).Distinct().OrderDescending()];
        }

        _faults.Add($"windows_days has '{SettingsReader.Shown(string.Join(',', words))}'; expected at most {MostWindows} whole days from 0 to 3650, such as 30,7,1.");
        return null;
    }

    private string? Zone()
    {
        if (Given("time_zone") is not { } id || (id.Length <= 60 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out _)))
        {
            return Given("time_zone");
        }

        _faults.Add($"time_zone is '{SettingsReader.Shown(id)}'; expected an IANA zone such as Europe/Berlin.");
        return null;
    }
}
