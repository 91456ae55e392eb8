using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CreditMonitor.Core.Observations;
using CreditMonitor.Settings;

namespace CreditMonitor.Delivery.SendGrid;

/// <param name="Why">Such as <c>bounced</c>.</param>
internal sealed record SuppressedAddress(string Address, string Why);

/// <summary>Null: events come by webhook, or no channel keeps such lists.</summary>
internal sealed record SuppressionSources(SuppressionSource? Source);

/// <summary>Asks SendGrid for the addresses that it no longer mails: for whoever can have no webhook.</summary>
internal sealed class SuppressionSource(HttpClient client, SendGridSettings settings, TimeProvider clock)
{
    private static readonly ImmutableArray<(string Path, string Why)> Lists =
        [("bounces", "bounced"), ("invalid_emails", "the address is invalid"), ("spam_reports", "called it spam"), ("unsubscribes", "unsubscribed at SendGrid")];

    /// <summary>Asked hourly; a week back makes up for a timer that did not run.</summary>
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(7);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MaxBytes = 1024 * 1024;

    public async Task<Reading<ImmutableArray<SuppressedAddress>>> ReadAsync(CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<SuppressedAddress>();
        foreach (var (path, why) in Lists)
        {
            switch (await ReadAsync(path, cancellationToken))
            {
                case Reading<ImmutableArray<string>>.Ok(var addresses):
                    found.AddRange(addresses.Select(address => new SuppressedAddress(address, why)));
                    break;
                case Reading<ImmutableArray<string>>.Denied(var detail):
                    return new Reading<ImmutableArray<SuppressedAddress>>.Denied(detail);
                case Reading<ImmutableArray<string>>.Unavailable(var detail, var wait):
                    return new Reading<ImmutableArray<SuppressedAddress>>.Unavailable(detail, wait);
            }
        }

        return new Reading<ImmutableArray<SuppressedAddress>>.Ok(found.ToImmutable());
    }

    private async Task<Reading<ImmutableArray<string>>> ReadAsync(string list, CancellationToken cancellationToken)
    {
        var since = (clock.GetUtcNow() - LooksBack).ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{settings.BaseUrl.ToString().TrimEnd('/')}/v3/suppression/{list}?start_time={since.ToString(CultureInfo.InvariantCulture)}&limit=500"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", settings.ApiKey);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!answer.IsSuccessStatusCode)
            {
                return (int)answer.StatusCode is 401 or 403
                    ? new Reading<ImmutableArray<string>>.Denied($"SendGrid does not let the key read suppressions ({(int)answer.StatusCode}); give it the Suppressions read permission, or set up the event webhook.")
                    : new Reading<ImmutableArray<string>>.Unavailable($"SendGrid answered {(int)answer.StatusCode} to a question about suppressions.", null);
            }

            await answer.Content.LoadIntoBufferAsync(MaxBytes, either.Token);
            using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(either.Token), default, either.Token);
            return new Reading<ImmutableArray<string>>.Ok([.. document.RootElement.EnumerateArray().Select(one => one.GetProperty("email").GetString()).OfType<string>()]);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Reading<ImmutableArray<string>>.Unavailable($"SendGrid's suppressions could not be read: {e.Message}", null);
        }
    }
}
