namespace CreditMonitor.Polling;

/// <summary>The store failed: one sentence that says what, where and what to do.</summary>
public class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>One row of one organization holds what this program never wrote. Other organizations are not affected, and repeating does not help.</summary>
public sealed class DamagedRowException(string owner, string row, Exception? inner = null)
    : StoreException($"Row {row} of {owner} is damaged and cannot be read; restore a copy of the data.", inner);
