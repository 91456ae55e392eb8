using System.Text.Json.Serialization;

namespace CreditMonitor.SendGridApi;

/// <summary>Shape of <c>SendGrid.Helpers.Mail.MailSettings</c>.</summary>
public class MailSettings
{
    [JsonPropertyName("sandbox_mode")]
    public SandboxMode? SandboxMode { get; set; }
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.SandboxMode</c>: the mail is checked, answered with 200, and not sent.</summary>
public class SandboxMode
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }
}
