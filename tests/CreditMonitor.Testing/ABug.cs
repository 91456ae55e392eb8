namespace CreditMonitor.Testing;

/// <summary>What no caller expects by name: whoever contains it contains any fault of the program.</summary>
internal sealed class ABug() : Exception("the secret of the bug");
