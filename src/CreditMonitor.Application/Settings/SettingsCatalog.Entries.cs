namespace CreditMonitor.Settings;

/// <summary>What people may also enter by command, page or API.</summary>
internal static partial class SettingsCatalog
{
    private static SettingGroup Grants => new("Grants", "Credit that was bought, or given.",
    [
        new Setting("Id", SettingType.Text, "Names the grant.")
        {
            IsRequired = true, Longest = 100, Expected = "a name of the grant, unique in its organization, at most 100 characters", Example = "march",
        },
        new Setting("Kind", SettingType.Choice, "Bought or given.") { Choices = ["paid", "promotional"], Default = "paid" },
        new Setting("Amount", SettingType.Amount, "The whole credit.") { IsRequired = true, Unit = "US dollars", Least = 0, Example = "1000" },
        new Setting("EffectiveAt", SettingType.Instant, "From when on it can be used.") { IsRequired = true, Example = "2026-03-01T09:30:00Z" },
        new Setting("ExpiresAt", SettingType.Instant, "When it expires.") { Otherwise = "one year later if `paid`; never if `promotional`", Example = "2027-03-01T00:00:00Z" },
        new Setting("PurchasedAt", SettingType.Instant, "When it was paid for.") { Otherwise = "unknown", Example = "2026-03-01T09:29:00Z" },
    ])
    { IsList = true, Otherwise = "none: the balance is unknown" };

    private static SettingGroup Account => new("Account", "What the account is set to since an instant. Of each part the latest holds, also of what was [entered](telling.md).",
    [
        new Setting("At", SettingType.Instant, "Since when.") { IsRequired = true, Example = "2026-03-01T09:30:00Z" },
        new Setting("AutoRecharge", SettingType.Choice, "Whether the provider buys credit by itself.") { Choices = ["on", "off"], Expected = "on or off", Otherwise = "unknown" },
        new Setting("Threshold", SettingType.Amount, "It buys when the balance falls below this.") { Unit = "US dollars", Least = 0, Otherwise = "unknown", Example = "50" },
        new Setting("RestoreTo", SettingType.Amount, "It buys up to this balance.") { Unit = "US dollars", Least = 0, Otherwise = "unknown", Example = "200" },
        new Setting("MonthlyCap", SettingType.Amount, "It buys no more than this in a month.") { Unit = "US dollars", Least = 0, Otherwise = "no cap", Example = "1000" },
        new Setting("Plan", SettingType.Choice, "Whether the plan was cancelled.") { Choices = ["cancelled", "active"], Expected = "cancelled or active", Otherwise = "unknown" },
        new Setting("CardLastFour", SettingType.Text, "The card that pays; no more of its number.")
        {
            Shortest = 4, Longest = 4, Pattern = "^[0-9]{4}$", Expected = "the card's last four digits, such as 4242", Otherwise = "unknown", Example = "4242",
        },
        new Setting("CardEnds", SettingType.Text, "The month that is printed on it.")
        {
            Pattern = "^[0-9]{4}-[0-9]{2}$", Expected = "a month such as 2027-03", Otherwise = "unknown", Example = "2027-03",
        },
    ])
    { IsList = true, Otherwise = "unknown" };
}
