namespace CreditMonitor.Storage;

/// <summary>Keeps how often an organization's badges were revoked. Throws <see cref="StoreException"/> when the store itself fails.</summary>
internal interface IBadgeStore
{
    /// <summary>0: never.</summary>
    Task<int> ReadGenerationAsync(string organizationId, CancellationToken cancellationToken);

    /// <summary>Raises it by one, with the audit entry in the same transaction.</summary>
    /// <returns>The new one.</returns>
    Task<int> RaiseGenerationAsync(string organizationId, AuditEntry audit, CancellationToken cancellationToken);
}
