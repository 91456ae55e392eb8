using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Alerts</c>: thresholds, and <c>Alerts:&lt;kind&gt;:Enabled</c> for each kind.</summary>
internal static class AlertSection
{
    public static AlertSettings Read(SettingsReader reader)
    {
        var defaults = AlertSettings.Default;
        var settings = new AlertSettings(
            Days(reader, "ExpiryWindowsDays", defaults.ExpiryWindowsDays),
            Amounts(reader, "LowBalanceAmounts"),
            Days(reader, "LowBalanceDays", defaults.LowBalanceDays),
            Disabled(reader));
        reader.RefuseUnknown();
        return settings;
    }

    private static ImmutableArray<int> Days(SettingsReader reader, string key, ImmutableArray<int> fallback)
    {
        if (reader.Texts(key) is not { } texts)
        {
            return fallback;
        }

        var days = ImmutableArray.CreateBuilder<int>();
        foreach (var text in texts)
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day <= 3_650)
            {
                days.Add(day);
            }
            else
            {
                reader.Fault(key, $"has '{text}'; expected whole days from 0 to 3650.");
            }
        }

        return [.. days.Distinct().OrderDescending()];
    }

    private static ImmutableArray<Usd> Amounts(SettingsReader reader, string key)
    {
        var amounts = ImmutableArray.CreateBuilder<Usd>();
        foreach (var text in reader.Texts(key) ?? [])
        {
            if (AmountText.TryRead(text, out var amount, out _, out _) && amount >= Usd.Zero)
            {
                amounts.Add(amount);
            }
            else
            {
                reader.Fault(key, $"has '{text}'; expected amounts in US dollars such as 100.");
            }
        }

        return [.. amounts.Distinct().OrderDescending()];
    }

    private static ImmutableHashSet<AlertKind> Disabled(SettingsReader reader)
    {
        var disabled = ImmutableHashSet.CreateBuilder<AlertKind>();
        foreach (var kind in Enum.GetValues<AlertKind>())
        {
            var rule = reader.Section(kind.ToString());
            if (!rule.Flag("Enabled", true))
            {
                if (kind == AlertKind.MonitorBlind)
                {
                    rule.Fault("Enabled", "is false, but a monitor that cannot see always says so; remove the setting.");
                }

                disabled.Add(kind);
            }

            rule.RefuseUnknown();
        }

        return disabled.ToImmutable();
    }
}
