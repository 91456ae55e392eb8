using System.Text.Json.Serialization;

namespace CreditMonitor.SendGridApi;

/// <summary>Shape of <c>SendGrid.Helpers.Mail.TrackingSettings</c>.</summary>
public class TrackingSettings
{
    [JsonPropertyName("click_tracking")]
    public ClickTracking? ClickTracking { get; set; }

    [JsonPropertyName("open_tracking")]
    public OpenTracking? OpenTracking { get; set; }

    [JsonPropertyName("subscription_tracking")]
    public SubscriptionTracking? SubscriptionTracking { get; set; }
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.ClickTracking</c>.</summary>
public class ClickTracking
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }

    /// <summary>Also in the text part.</summary>
    [JsonPropertyName("enable_text")]
    public bool? EnableText { get; set; }
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.OpenTracking</c>.</summary>
public class OpenTracking
{
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }
}

/// <summary>Shape of <c>SendGrid.Helpers.Mail.SubscriptionTracking</c>.</summary>
public class SubscriptionTracking
{
    [JsonPropertyName("enable")]
    public bool Enable { get; set; }
}
