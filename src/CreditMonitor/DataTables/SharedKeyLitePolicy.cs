using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace CreditMonitor.DataTables;

/// <summary>Signs each attempt with the account's key: scheme SharedKeyLite over the date and the resource.</summary>
internal sealed class SharedKeyLitePolicy(TableSharedKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        // An emulator's path begins with the account as well, and the name is then there twice.
        var signature = credential.Sign($"{date}\n/{credential.AccountName}{message.Request.Uri.ToUri().AbsolutePath}");
        message.Request.Headers.SetValue("x-ms-date", date);
        message.Request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }
}
