using System.Collections.Immutable;
using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Alerts</c>: thresholds, and <c>Alerts:&lt;kind&gt;:Enabled</c> for each kind.</summary>
internal static class AlertSection
{
    public static AlertSettings Read(SettingsReader reader)
    {
        var settings = new AlertSettings(
            Days(reader, "ExpiryWindowsDays"),
            Amounts(reader, "LowBalanceAmounts"),
            Days(reader, "LowBalanceDays"),
            Disabled(reader));
        reader.RefuseUnknown();
        return settings;
    }

    private static ImmutableArray<int> Days(SettingsReader reader, string key) => [.. reader.Numbers(key).Distinct().OrderDescending()];

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
                reader.Fault(key, $"has '{text}'; expected {reader.Setting(key).Expected}.");
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
            if (!rule.Flag("Enabled"))
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
