using NCrontab;

namespace CreditMonitor.Settings;

/// <summary>What has a default on one machine and none under the Functions host, where instances share nothing and their files do not last.</summary>
internal static class FunctionsHostSettings
{
    /// <summary>What the platform leaves in place of a secret that the vault does not give: a text that anybody can guess, and so no secret.</summary>
    private const string UnresolvedReference = "@Microsoft.KeyVault(";

    /// <summary>The host starts the timers by its own settings; those of the program would only seem to say when.</summary>
    public static ScheduleSettings Schedules(IConfiguration settings, ScheduleSettings otherwise, List<string> faults)
    {
        return new ScheduleSettings(
            Cron("POLL_USAGE_SCHEDULE", otherwise.Usage), Cron("POLL_BILLING_SCHEDULE", otherwise.Billing), Cron("DIGEST_SCHEDULE", otherwise.Digest));

        string Cron(string key, string fallback)
        {
            if (settings[key] is not { Length: > 0 } text)
            {
                return fallback;
            }

            if (CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is null)
            {
                faults.Add(
                    $"{key} is '{SettingsReader.Shown(text)}'; expected six fields (second minute hour day month weekday, UTC), such as 0 */5 * * * *.");
            }

            return text;
        }
    }

    public static void Require(IConfigurationSection root, List<string> faults)
    {
        Need("Storage", "TableEndpoint (an address of Azure Tables, opened by identity), ConnectionString or Sqlite", "TableEndpoint", "ConnectionString", "Sqlite");
        Need("Mail", "SendGrid:ApiKey with From, or Pickup", "SendGrid:ApiKey", "Pickup");
        Need("PublicUrl", "the app's own address, which links in mails lead to");
        Need("Access:TokenSecret", "at TokenSecret:0 a random secret of 32 characters or more, which every instance signs and verifies with", "0");

        faults.AddRange(root.AsEnumerable().Where(setting => setting.Value?.TrimStart().StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase) == true)
            .Select(setting => $"{setting.Key} is a Key Vault reference that the platform could not resolve; set that secret in the vault (infra/deploy.sh does), see that the app's identity may read it, and restart the app."));

        void Need(string key, string expected, params ReadOnlySpan<string> oneOf)
        {
            var found = !string.IsNullOrWhiteSpace(root[key]);
            foreach (var choice in oneOf)
            {
                found |= !string.IsNullOrWhiteSpace(root[$"{key}:{choice}"]);
            }

            if (!found)
            {
                faults.Add($"{root.Path}:{key} is not set, and under the Functions host it has no default; expected {expected}.");
            }
        }
    }
}
