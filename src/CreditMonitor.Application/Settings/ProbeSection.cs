namespace CreditMonitor.Settings;

/// <summary>Reads <c>Organizations:N:Probe</c>.</summary>
internal static class ProbeSection
{
    public static ProbeSettings? Read(SettingsReader reader)
    {
        if (!reader.Exists)
        {
            return null;
        }

        var key = reader.Required("ApiKey", "a project's key that may do nothing but call the model, by environment variable or Key Vault reference");
        if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            reader.Fault("ApiKey", "holds a space, a line break or another character that no key has; set it again.");
        }

        var model = reader.Required("Model", "the cheapest chat model that the key may call");
        reader.RefuseUnknown();
        return new ProbeSettings(key, model);
    }
}
