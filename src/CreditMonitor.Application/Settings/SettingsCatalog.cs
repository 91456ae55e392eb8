namespace CreditMonitor.Settings;

/// <summary>Every setting, described once. After a change, write <c>docs/configuration.md</c> and its schema anew
/// (the test that compares them says how).</summary>
internal static partial class SettingsCatalog
{
    /// <summary>Section <c>CreditMonitor</c>, whole.</summary>
    public static readonly SettingGroup Root = new("CreditMonitor", "Everything that can be set.",
    [
        Organizations, Storage, Mail, Access, Telemetry,
        new Setting("PublicUrl", SettingType.Address, "The base of links in emails.") { Otherwise = "the listening address", Example = "http://127.0.0.1:8080" },
        Schedules,
    ]);

    private static SettingGroup Storage => new("Storage", "Where the data is kept. Set one of the three.",
    [
        new Setting("Sqlite", SettingType.Text, "The data file on this machine; relative to the working directory.") { Expected = "a path", Default = ".creditmonitor/monitor.db" },
        new Setting("TableEndpoint", SettingType.Address,
            "Azure Tables by identity (role *Storage Table Data Contributor*). In Azure that is the managed identity, and `AZURE_CLIENT_ID` names a user-assigned one. Elsewhere it is the environment's or that of `az login`.")
        {
            Expected = "the account's table endpoint, such as https://ACCOUNT.table.core.windows.net", Example = "https://account.table.core.windows.net",
        },
        new Setting("ConnectionString", SettingType.Text, "Azure Tables by account key or SAS, or the Azurite emulator.")
        {
            IsSecret = true, Expected = "a connection string, or UseDevelopmentStorage=true", Example = "UseDevelopmentStorage=true",
        },
    ]);

    private static SettingGroup Mail => new("Mail", "How emails are sent ([mail](mail.md)). Set `Pickup` or `SendGrid`, not both.",
    [
        new Setting("From", SettingType.Text, "The sender. SendGrid needs an address of a domain that is authenticated there.")
        {
            Expected = "a mail address such as 'Credit Monitor <credit@example.com>'", Default = "Credit Monitor <credit-monitor@localhost>",
        },
        new Setting("Pickup", SettingType.Text, "A folder that receives each email as an `.eml` file.") { Expected = "a path", Default = ".creditmonitor/mail" },
        new SettingGroup("SendGrid", "Emails go out through SendGrid.",
        [
            new Setting("ApiKey", SettingType.Text, "Signs in at SendGrid.") { IsRequired = true, IsSecret = true, Expected = "a SendGrid API key with the Mail Send permission", Example = "SG.example" },
            new Setting("BaseUrl", SettingType.Address, "The API's base, without a version.")
            {
                Expected = "https://api.sendgrid.com or https://api.eu.sendgrid.com", Default = "https://api.sendgrid.com",
            },
            new Setting("EventWebhookPublicKey", SettingType.Text, "Checks the signature of SendGrid's events.")
            {
                Expected = "a public key as SendGrid shows it (base64, it begins with MFkw)", Otherwise = "no event is believed",
                Example = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
            },
        ]) { Otherwise = "emails go to the pickup folder" },
    ]);

    private static SettingGroup Access => new("Access", "Who may call the [API](api.md), sign in to [the page](page.md) and subscribe.",
    [
        new SettingGroup("Keys", "Callers of the API, by `x-functions-key` or `Authorization: Bearer`. Several are good at once. "
            + "[Behind a proxy](api.md#without-keys), or with a `PublicUrl` or `--urls` beyond this machine, one is a must.",
        [
            new Setting("Name", SettingType.Text, "Names the caller in logs.") { IsRequired = true, Expected = "a name for the caller, which appears in logs", Example = "dashboard" },
            new Setting("Secret", SettingType.Text, "What the caller sends.")
            {
                IsRequired = true, IsSecret = true, Shortest = 20, Expected = "a random secret of 20 characters or more", Example = "example-of-a-random-secret",
            },
            new Setting("Scope", SettingType.Choice, "What the caller may do.") { Choices = ["read", "write"], Default = "read" },
        ]) { IsList = true, Otherwise = "callers on this machine only" },
        new Setting("RequestsPerMinute", SettingType.Number, "What one key's callers may ask in a minute; anonymous callers of one network may ask a fifth of it ([limits](api.md#access)).")
        {
            Unit = "requests a minute", Least = 10, Most = 100_000, Default = $"{AccessSettings.UsualRequestsPerMinute}",
        },
        new Setting("TokenSecret", SettingType.Text, "Signs links, sessions and forms. The first one signs, all are accepted.")
        {
            IsList = true, IsSecret = true, Shortest = 32, Expected = "random secrets of 32 characters or more", Otherwise = "made and kept in the data file's folder",
            Example = "example-of-a-random-secret-of-forty-letters",
        },
        new Setting("SubscriberDomains", SettingType.Text, "People with an address of these domains may subscribe on the page.")
        {
            IsList = true, Expected = "the part after the @, such as example.com", Otherwise = "nobody: only API callers may subscribe people", Example = "example.com",
        },
        new Setting("TrustPlatformIdentity", SettingType.Flag, "In Azure: whoever signs in by App Service authentication reads the pages ([deployment](deployment.md#options)).") { Default = "false" },
        new Setting("AllowPrivateAddresses", SettingType.Flag, "Webhooks may lead into this network.") { Default = "false" },
    ]);

    private static SettingGroup Telemetry => new("Telemetry", "Where [traces and metrics](api.md#traces) go, by OTLP (HTTP, protobuf).",
    [
        new Setting("OtlpEndpoint", SettingType.Address, "A collector.")
        {
            Expected = "a collector's address, such as https://otlp.example.com or http://127.0.0.1:4318; http only on this machine or in a private network",
            Otherwise = "`OTEL_EXPORTER_OTLP_ENDPOINT`; without that nothing is sent", Example = "https://otlp.example.com",
        },
        new Setting("OtlpHeaders", SettingType.Text, "Sent with each post, such as `Authorization=Basic …`.")
        {
            IsSecret = true, Expected = "NAME=VALUE, several separated by commas, with a comma in a value written as %2C", Otherwise = "`OTEL_EXPORTER_OTLP_HEADERS`", Example = "x-team=billing",
        },
    ]);

    private static SettingGroup Schedules => new("Schedules", "When the timers run, as six-field cron expressions in UTC.",
    [
        new Setting("Usage", SettingType.Schedule, "Usage is polled, and emails that wait are sent.") { Unit = "UTC", Default = "0 */5 * * * *" },
        new Setting("Billing", SettingType.Schedule, "Costs are polled, and emails that wait are sent.") { Unit = "UTC", Default = "0 2 * * * *" },
        new Setting("Digest", SettingType.Schedule, "Digests that are due in each team's own zone are sent.") { Unit = "UTC", Default = "0 37 * * * *" },
    ]);
}
