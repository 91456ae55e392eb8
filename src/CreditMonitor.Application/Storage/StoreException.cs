namespace CreditMonitor.Storage;

/// <summary>The store failed: one sentence that says what, where and what to do.</summary>
public class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What is kept of one organization cannot be used. Other organizations are not affected, and repeating does not help.</summary>
public class UnreadableDataException(string message, Exception? inner = null) : StoreException(message, inner);

/// <summary>One row holds what this program never wrote.</summary>
public sealed class DamagedRowException(string owner, string row, Exception? inner = null)
    : UnreadableDataException($"Row {row} of {owner} is damaged and cannot be read; restore a copy of the data.", inner);
