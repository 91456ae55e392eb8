using System.Collections.Immutable;

namespace CreditMonitor.Storage;

/// <summary>Who changed what. Written with the change, in one transaction; never changed or removed.</summary>
/// <param name="By">The caller's name: an access key's, or the verb's.</param>
/// <param name="Action">snake_case, such as <c>tell</c>.</param>
/// <param name="Changes">A sentence for each change, with what stood there before.</param>
public sealed record AuditEntry(DateTimeOffset At, string By, string Action, ImmutableArray<string> Changes);
