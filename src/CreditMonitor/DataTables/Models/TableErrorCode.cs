namespace CreditMonitor.DataTables.Models;

/// <summary>What the service calls its refusals. Codes that it may add later are values too.</summary>
public readonly struct TableErrorCode(string value)
{
    private readonly string value = value;

    public static TableErrorCode AuthorizationPermissionMismatch { get; } = new("AuthorizationPermissionMismatch");

    public static TableErrorCode TableAlreadyExists { get; } = new("TableAlreadyExists");

    public static TableErrorCode TableBeingDeleted { get; } = new("TableBeingDeleted");

    public static TableErrorCode TableNotFound { get; } = new("TableNotFound");

    public override string ToString() => value;
}
