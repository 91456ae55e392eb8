namespace CreditMonitor.Core.Observations;

/// <summary>How asking went for what a key may or may not read beside the costs.</summary>
public sealed record SideSources(SourceState Usage, SourceState SpendLimit, SourceState AuditLog);
