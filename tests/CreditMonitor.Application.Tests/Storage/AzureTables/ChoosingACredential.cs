using Azure.Identity;
using CreditMonitor.Storage.AzureTables;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

public sealed class ChoosingACredential
{
    [Fact]
    public void In_azure_the_managed_identity_alone_is_asked_and_elsewhere_a_developers_chain()
    {
        Assert.IsType<ManagedIdentityCredential>(AzureCredentials.Choose(name => name == "IDENTITY_ENDPOINT" ? "http://localhost:42356/msi/token" : null));
        Assert.IsType<ManagedIdentityCredential>(AzureCredentials.Choose(name => name is "IDENTITY_ENDPOINT" or "AZURE_CLIENT_ID" ? "11111111-2222-3333-4444-555555555555" : null));
        Assert.IsType<ChainedTokenCredential>(AzureCredentials.Choose(_ => null));
    }
}
