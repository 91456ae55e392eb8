using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>The requests of one read: each under its own timeout, all under one deadline, every body bounded.</summary>
internal sealed class ProviderExchange(HttpClient http, TimeProvider clock, OpenAILimits limits, Question question, CancellationToken caller) : IDisposable
{
    private const int MaxErrorBytes = 64 * 1024;

    private static readonly MediaTypeWithQualityHeaderValue Json = new("application/json");
    private static readonly ProductInfoHeaderValue Monitor = new(new ProductHeaderValue("CreditMonitor"));

    private readonly CancellationTokenSource _deadline = new(limits.ReadDeadline, clock);

    public Question Question => question;

    public int MaxPages => limits.MaxPages;

    public void Dispose() => _deadline.Dispose();

    /// <param name="pathAndQuery">Below the base address: <c>/organization/costs?start_time=0</c>.</param>
    public async Task<Reading<ProviderAnswer>> GetAsync(string pathAndQuery)
    {
        // A header with a line break in it would throw, with the key in the message.
        if (question.Access.AdminKey.Length == 0 || question.Access.AdminKey.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return question.Denied<ProviderAnswer>("the configured admin key is empty or holds a space, a line break or another character that no key has; set it again");

        using var timeout = new CancellationTokenSource(limits.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(caller, _deadline.Token, timeout.Token);
        try
        {
            return new Reading<ProviderAnswer>.Ok(await SendAsync(pathAndQuery, either.Token));
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            return question.Unavailable<ProviderAnswer>(_deadline.IsCancellationRequested
                ? $"{question.Host} had not sent all of it after {Words(limits.ReadDeadline)}"
                : $"{question.Host} did not answer within {Words(limits.RequestTimeout)}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            return question.Unavailable<ProviderAnswer>(WhyNotReached(failure));
        }
    }

    private async Task<ProviderAnswer> SendAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, question.Access.BaseUrl.GetLeftPart(UriPartial.Path).TrimEnd('/') + pathAndQuery);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", question.Access.AdminKey);
        request.Headers.Accept.Add(Json);
        request.Headers.UserAgent.Add(Monitor);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var limit = response.StatusCode is HttpStatusCode.OK ? limits.MaxBodyBytes : MaxErrorBytes;
        var (body, whole) = await ReadBodyAsync(response.Content, limit, cancellationToken);
        return new ProviderAnswer(question, response.StatusCode, body, whole, RetryDelay.Of(response.Headers.RetryAfter, clock.GetUtcNow()));
    }

    private static async Task<(byte[] Body, bool Whole)> ReadBodyAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var kept = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if (kept.Length + read > limit)
                    return (kept.ToArray(), false);

                kept.Write(buffer, 0, read);
            }

            return (kept.ToArray(), true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string WhyNotReached(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            $"the name {question.Host} could not be resolved; check the network and the base address",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => $"no connection to {question.Host} could be made",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => $"{question.Host} could not prove who it is (TLS)",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => $"the answer of {question.Host} has too long headers",
        InvalidDataException => $"the answer of {question.Host} is compressed and damaged",
        _ => $"the connection to {question.Host} broke ({ProviderText.Quote(failure.Message, question.Access.AdminKey)})",
    };

    private static string Words(TimeSpan time) => time.TotalMinutes >= 2 ? $"{time.TotalMinutes:0.#} minutes" : $"{time.TotalSeconds:0.#} seconds";
}
