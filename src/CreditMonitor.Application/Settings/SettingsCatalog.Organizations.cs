using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Settings;

internal static partial class SettingsCatalog
{
    public const string SlugPattern = "^[a-z0-9-]{1,40}$";

    private const int MostDays = 3_650;

    private static SettingGroup Alerts => new("Alerts", "When alerts are raised ([alerts](alerts.md)).",
    [
        new Setting("ExpiryWindowsDays", SettingType.Number, "How long before a credit grant expires an alert is sent.")
        {
            IsList = true, Unit = "days", Least = 0, Most = MostDays, Default = string.Join(',', AlertSettings.Default.ExpiryWindowsDays),
        },
        new Setting("LowBalanceAmounts", SettingType.Amount, "An alert is sent when the balance falls below each of these amounts.") { IsList = true, Unit = "US dollars", Least = 0, Otherwise = "none", Example = "100,50" },
        new Setting("LowBalanceDays", SettingType.Number, "An alert is sent when the balance lasts fewer days than each of these.")
        {
            IsList = true, Unit = "days", Least = 0, Most = MostDays, Default = string.Join(',', AlertSettings.Default.LowBalanceDays),
        },
        new SettingGroup("<Kind>", "One kind of alert, such as `LowBalance`.",
        [
            new Setting("Enabled", SettingType.Flag, "Whether this kind is raised. `MonitorBlind` cannot be switched off.") { Default = "true" },
        ]) { Names = [.. Enum.GetNames<AlertKind>()] },
    ]);

    private static SettingGroup Organizations => new("Organizations", "The organizations to watch.",
    [
        new Setting("Id", SettingType.Text, "Names the organization in addresses, commands and the store.")
        {
            IsRequired = true, Pattern = SlugPattern, Longest = 40, Expected = "a slug of a to z, 0 to 9 and -, at most 40 long", Example = "acme",
        },
        new Setting("Name", SettingType.Text, "Names it in front of people.") { Otherwise = "the Id", Example = "Acme" },
        new Setting("TimeZone", SettingType.Text, "For dates in emails; everything else is UTC.") { Expected = "an IANA zone such as Europe/Berlin", Default = "UTC" },
        new Setting("AdminKey", SettingType.Text, "Reads costs and usage. An alert [says ahead when it ends](alerts.md#monitor_blind-about-admin_key), where it may read that.")
        {
            IsRequired = true, IsSecret = true, Expected = "an OpenAI admin key (it begins with sk-admin-), by environment variable or Key Vault reference", Example = "sk-admin-example",
        },
        new Setting("BaseUrl", SettingType.Address, "The API's base.") { Default = "https://api.openai.com/v1" },
        new Setting("BillingMode", SettingType.Text, "Whether credit is bought ahead, or usage is invoiced each month. Dated where it changed: `monthly,2026-03-01:prepaid`.")
        {
            Expected = "prepaid, monthly, or one of them with the day from which it holds, such as 2026-03-01:prepaid", Default = "prepaid",
        },
        new Setting("BurnOrder", SettingType.Choice, "Which credit is used first.") { Choices = ["promotional_first", "soonest_expiring_first"], Default = "promotional_first" },
        Grants,
        Account,
        new Setting("Subscribers", SettingType.Text, "Get every alert without confirming: email addresses, or `slack:`, `teams:`, `webhook:` and an https address ([subscriptions](subscriptions.md)).")
        {
            IsList = true, Expected = "addresses such as team@example.com or slack:https://hooks.example.com/…", Otherwise = "nobody", Example = "team@example.com",
        },
        Alerts,
        new SettingGroup("Probe", "One call of a single token with each billing poll, for some millionths of a dollar. A refusal is then known within one poll.",
        [
            new Setting("ApiKey", SettingType.Text, "Makes the call.")
            {
                IsRequired = true, IsSecret = true, Expected = "a project's key that may do nothing but call the model, by environment variable or Key Vault reference", Example = "sk-proj-example",
            },
            new Setting("Model", SettingType.Text, "What is called.") { IsRequired = true, Expected = "the cheapest chat model that the key may call", Example = "gpt-4.1-nano" },
        ]) { Otherwise = "no call is made" },
        new SettingGroup("Inbound", "Receipts that come by email ([reconciliation](reconciliation.md)).",
        [
            new Setting("Secret", SettingType.Text, "The last part of the address that SendGrid calls; it names the organization.")
            {
                IsRequired = true, IsSecret = true, Shortest = 24, Pattern = "^[A-Za-z0-9_-]{24,}$",
                Expected = "24 random letters and digits or more, the last part of the address that SendGrid calls", Example = "ExampleOfARandomSecret000",
            },
            new Setting("Senders", SettingType.Text, "Whose emails are read besides those of `openai.com` and `stripe.com`.")
            {
                IsList = true, Expected = "addresses or domains, such as finance@example.com or example.com", Otherwise = "nobody else", Example = "finance@example.com",
            },
        ]) { Otherwise = "no email is taken in" },
    ])
    { IsList = true };
}
