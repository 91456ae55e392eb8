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

        var key = reader.Required("ApiKey");
        if (key.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            reader.Fault("ApiKey", "holds a space, a line break or another character that no key has; set it again.");
        }

        var model = reader.Required("Model");
        reader.RefuseUnknown();
        return new ProbeSettings(key, model);
    }
}
