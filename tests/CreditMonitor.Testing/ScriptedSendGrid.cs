using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CreditMonitor.Testing;

/// <summary>What the stand-in does with one request.</summary>
internal enum Does
{
    Take,
    TakeSandboxed,
    FindInvalid,
    RefuseKey,
    ReportQuota,
    Forbid,
    FindTooLarge,
    AskForPatience,
    BeUnavailable,

    /// <summary>The connection is reset once the mail is there, without a byte of answer. The mail is not kept.</summary>
    Reset,

    /// <summary>The mail is kept, and the answer ends in the middle.</summary>
    ResetMidAnswer,

    /// <summary>The mail is kept, and no answer comes.</summary>
    Hang,
}

/// <param name="Parts">Media types of the parts, in order.</param>
internal sealed record Posted(string Recipient, string MessageId, IReadOnlyList<string> Parts, Does Answer)
{
    public bool IsKept => Answer is Does.Take or Does.ResetMidAnswer or Does.Hang;
}

/// <summary>Stands in for SendGrid on a loopback port: answers each recipient's mails as scripted, and takes what nobody scripted.</summary>
internal sealed class ScriptedSendGrid : IAsyncDisposable
{
    private const string InvalidAddress = """{"errors":[{"message":"Does not contain a valid address: someone@example.com","field":"personalizations.0.to.0.email","help":null}]}""";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Does>> _script = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Posted> _posted = new();

    private ScriptedSendGrid()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri BaseUrl => new(_app.Urls.Single());

    public IReadOnlyCollection<Posted> Posted => _posted;

    /// <summary>Called when a request hangs.</summary>
    public Action OnHang { get; set; } = () => { };

    /// <summary>When patience is asked for: until then.</summary>
    public DateTimeOffset PatienceUntil { get; set; }

    public static async Task<ScriptedSendGrid> StartAsync()
    {
        var server = new ScriptedSendGrid();
        await server._app.StartAsync();
        return server;
    }

    public ScriptedSendGrid For(string recipient, params Does[] answers)
    {
        _script[recipient] = new ConcurrentQueue<Does>(answers);
        return this;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body);
        var envelope = json.RootElement.GetProperty("personalizations")[0];
        var recipient = envelope.GetProperty("to")[0].GetProperty("email").GetString()!;
        var does = context.Request.Path != "/v3/mail/send" || context.Request.Headers.Authorization != "Bearer SG.test" ? Does.RefuseKey
            : _script.TryGetValue(recipient, out var answers) && answers.TryDequeue(out var scripted) ? scripted
            : json.RootElement.TryGetProperty("mail_settings", out _) ? Does.TakeSandboxed : Does.Take;
        _posted.Enqueue(new Posted(
            recipient, envelope.GetProperty("headers").GetProperty("Message-ID").GetString()!,
            [.. json.RootElement.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()!)], does));
        await DoAsync(does, context);
    }

    private async Task DoAsync(Does does, HttpContext context)
    {
        switch (does)
        {
            case Does.Hang:
                var gone = new TaskCompletionSource();
                context.RequestAborted.Register(gone.SetResult);
                OnHang();
                await gone.Task;
                return;
            case Does.Reset:
                context.Abort();
                return;
            case Does.ResetMidAnswer:
                context.Response.StatusCode = StatusCodes.Status202Accepted;
                context.Response.ContentLength = 100;
                await context.Response.WriteAsync("half of ");
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            case Does.AskForPatience:
                context.Response.Headers["X-RateLimit-Reset"] = PatienceUntil.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
            case Does.Take:
                context.Response.Headers["X-Message-Id"] = "abc";
                break;
        }

        (context.Response.StatusCode, var body) = AnswerOf(does);
        await context.Response.WriteAsync(body);
    }

    private static (int Status, string Body) AnswerOf(Does does) => does switch
    {
        Does.Take => (202, ""),
        Does.TakeSandboxed => (200, ""),
        Does.FindInvalid => (400, InvalidAddress),
        Does.RefuseKey => (401, """{"errors":[{"message":"The provided authorization grant is invalid, expired, or revoked","field":null,"help":null}]}"""),
        Does.ReportQuota => (401, """{"errors":[{"message":"Maximum credits exceeded","field":null,"help":null}]}"""),
        Does.Forbid => (403, """{"errors":[{"message":"access forbidden","field":"authorization","help":"permission denied"}]}"""),
        Does.FindTooLarge => (413, """{"errors":[{"message":"The JSON payload you have included in your request is too large."}]}"""),
        Does.AskForPatience => (429, """{"errors":[{"field":null,"message":"too many requests"}]}"""),
        Does.BeUnavailable => (503, "<html>upstream connect error</html>"),
        _ => throw new ArgumentOutOfRangeException(nameof(does)),
    };
}
