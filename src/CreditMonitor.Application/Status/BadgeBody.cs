namespace CreditMonitor.Status;

/// <summary>Where a badge is fetched. Whoever knows the address reads the balance.</summary>
/// <param name="ExpiresAt">The address works until then, or until it is revoked, or the secret that signed it is taken out of the settings.</param>
internal sealed record BadgeBody(string Url, string Markdown, DateTimeOffset ExpiresAt);
