namespace CreditMonitor.Core.Facts;

/// <summary>Whom a card charge's text names. Banks cut, space and punctuate it at will.</summary>
public static class Merchant
{
    public static bool IsOpenAI(string description)
    {
        var plain = string.Concat(description.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return plain.Contains("OPENAI", StringComparison.Ordinal) || plain.Contains("CHATGPT", StringComparison.Ordinal);
    }
}
