using System.Text.Json.Serialization;

namespace CreditMonitor.SendGridApi;

/// <summary>Shape of <c>SendGrid.Helpers.Mail.SendGridMessage</c>: the body of <c>POST /v3/mail/send</c>.</summary>
public class SendGridMessage
{
    [JsonPropertyName("from")]
    public EmailAddress? From { get; set; }

    [JsonPropertyName("reply_to")]
    public EmailAddress? ReplyTo { get; set; }

    [JsonPropertyName("subject")]
    public string? Subject { get; set; }

    [JsonPropertyName("personalizations")]
    public List<Personalization>? Personalizations { get; set; }

    /// <summary>The text before the HTML.</summary>
    [JsonPropertyName("content")]
    public List<Content>? Contents { get; set; }

    [JsonPropertyName("attachments")]
    public List<Attachment>? Attachments { get; set; }

    [JsonPropertyName("mail_settings")]
    public MailSettings? MailSettings { get; set; }

    [JsonPropertyName("tracking_settings")]
    public TrackingSettings? TrackingSettings { get; set; }
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.EmailAddress</c>.</summary>
public class EmailAddress(string email, string? name = null)
{
    [JsonPropertyName("email")]
    public string Email { get; set; } = email;

    [JsonPropertyName("name")]
    public string? Name { get; set; } = name;
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.Content</c>.</summary>
public class Content(string type, string value)
{
    [JsonPropertyName("type")]
    public string Type { get; set; } = type;

    [JsonPropertyName("value")]
    public string Value { get; set; } = value;
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.Attachment</c>.</summary>
public class Attachment
{
    /// <summary>Base64.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; set; }

    /// <summary>Media type, without parameters.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; set; }

    [JsonPropertyName("filename")]
    public string? Filename { get; set; }

    [JsonPropertyName("disposition")]
    public string? Disposition { get; set; }
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.Personalization</c>: one envelope.</summary>
public class Personalization
{
    [JsonPropertyName("to")]
    public List<EmailAddress>? Tos { get; set; }

    [JsonPropertyName("headers")]
    public Dictionary<string, string>? Headers { get; set; }

    /// <summary>Come back with every event of the mail; SendGrid keeps them long and shows them to its staff.</summary>
    [JsonPropertyName("custom_args")]
    public Dictionary<string, string>? CustomArgs { get; set; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SendGridMessage))]
internal sealed partial class SendGridJson : JsonSerializerContext;
