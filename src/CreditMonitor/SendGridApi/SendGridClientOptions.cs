namespace CreditMonitor.SendGridApi;

/// <summary>Shape of <c>SendGrid.BaseClientOptions</c>.</summary>
public class BaseClientOptions
{
    /// <summary>Address of the API without the version: <c>https://api.sendgrid.com</c>, or <c>https://api.eu.sendgrid.com</c> for subusers in the EU.</summary>
    public string Host { get; set; } = "https://api.sendgrid.com";
}

/// <summary>Shape of <c>SendGrid.SendGridClientOptions</c>.</summary>
public class SendGridClientOptions : BaseClientOptions
{
    private string _apiKey = "";

    /// <summary>A secret.</summary>
    public string ApiKey
    {
        get => _apiKey;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _apiKey = value;
        }
    }
}
