namespace CreditMonitor.Polling;

/// <summary>The store failed: one sentence that says what, where and what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
