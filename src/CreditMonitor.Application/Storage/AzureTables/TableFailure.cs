using System.Net.Sockets;
using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace CreditMonitor.Storage.AzureTables;

/// <summary>What a failure of the table service means to whoever runs the monitor. Quotes codes, never what was sent.</summary>
internal static class TableFailure
{
    private const string Role = "give the identity the role Storage Table Data Contributor on the account, and wait some minutes for it to hold";

    public static string Cause(Exception e) => e switch
    {
        AuthenticationFailedException refused => $"no token was given for it ({FirstSentence(refused.Message)}); check the managed identity and AZURE_CLIENT_ID, or sign in with 'az login'.",
        AggregateException { InnerExceptions: [.., var last] } => Cause(last),
        RequestFailedException { Status: 0 } lost => NoAnswer(lost),
        RequestFailedException refused => Refused(refused),
        OperationCanceledException => "it did not answer in time; nothing is known to be written, and the next run tries again.",
        _ => "its answer is none of a table service; check the address in CreditMonitor:Storage.",
    };

    /// <summary>The service's own code. The client reads it from a JSON body alone; refusals in XML, or without a body, have it in a
    /// header.</summary>
    public static string? CodeOf(RequestFailedException e) =>
        e.ErrorCode ?? (e.GetRawResponse()?.Headers.TryGetValue("x-ms-error-code", out var code) == true ? code : null);

    private static string Refused(RequestFailedException e) => (e.Status, CodeOf(e)) switch
    {
        (_, var code) when code == TableErrorCode.AuthorizationPermissionMismatch.ToString() => $"a right is missing ({code}); {Role}, or use a SAS that allows reading, adding, updating and deleting.",
        (401 or 403, var code) => $"access was refused ({code ?? $"{e.Status}"}); check the key, SAS or identity in CreditMonitor:Storage, this machine's clock, and the account's network rules.",
        (_, var code) when code == TableErrorCode.TableNotFound.ToString() => "the table is missing; deploy the template or run 'creditmonitor doctor', which makes it.",
        (_, var code) when code == TableErrorCode.TableBeingDeleted.ToString() => "the table is being deleted; wait a minute and try again.",
        (429 or 503, var code) => $"the account is busy ({code ?? $"{e.Status}"}) and stayed so for several attempts; the next run tries again.",
        ( >= 500, var code) => $"it failed with status {e.Status} ({code ?? "no code"}) several times; the next run tries again.",
        ( >= 300 and < 400, _) => $"it answered with a redirect ({e.Status}), which is not followed; check the address in CreditMonitor:Storage.",
        (_, null or "") => $"it answered with status {e.Status} and no code of a table service; check the address in CreditMonitor:Storage.",
        var (status, code) => $"it answered with status {status} ({code}).",
    };

    private static string NoAnswer(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } or SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }:
                    return "its name is not known; check the address in CreditMonitor:Storage and this machine's network.";
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return "no secure connection to it was made; check the address in CreditMonitor:Storage, this machine's clock and what stands between.";
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "nothing listens there; check the address in CreditMonitor:Storage, or start the emulator.";
            }
        }

        return "it does not answer; check the address in CreditMonitor:Storage and this machine's network.";
    }

    private static string FirstSentence(string message)
    {
        var line = message.Split('\n', 2)[0].Trim();
        var end = line.IndexOf(". ", StringComparison.Ordinal);
        line = (end > 0 ? line[..end] : line).TrimEnd('.');
        return line.Length <= 200 ? line : line[..200] + "…";
    }
}
