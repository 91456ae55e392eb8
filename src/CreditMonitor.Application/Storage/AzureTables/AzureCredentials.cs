using Azure.Core;
using Azure.Identity;

namespace CreditMonitor.Storage.AzureTables;

/// <summary>Which identity asks for tokens.</summary>
/// <remarks>In Azure (<c>IDENTITY_ENDPOINT</c> is set) the managed identity and no other: the one that <c>AZURE_CLIENT_ID</c> names, or the app's own.
/// Elsewhere what a developer or another host has: the environment's client secret or certificate (<c>AZURE_TENANT_ID</c> …), a workload identity, or whoever is
/// signed in to <c>az</c> or <c>azd</c>. A shorter chain than <see cref="DefaultAzureCredential"/>, which would also probe an address that does not answer.</remarks>
internal static class AzureCredentials
{
    public static TokenCredential Choose(Func<string, string?> environment)
    {
        var client = environment("AZURE_CLIENT_ID");
        return !string.IsNullOrEmpty(environment("IDENTITY_ENDPOINT"))
            ? new ManagedIdentityCredential(string.IsNullOrEmpty(client) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client))
            : new ChainedTokenCredential(new EnvironmentCredential(), new WorkloadIdentityCredential(), new AzureCliCredential(), new AzureDeveloperCliCredential());
    }
}
