namespace CreditMonitor.Core.Statements;

/// <summary>Whom the text of a card movement names, and for which of OpenAI's products.</summary>
public enum MerchantClass
{
    /// <summary>Another merchant, harmless names that merely begin alike included.</summary>
    Other,

    /// <summary>OpenAI without a product word: how API money shows, unless the bank cleans every name.</summary>
    Api,

    ChatgptSubscription,

    /// <summary>Credit of the ChatGPT account: another purse than the API's.</summary>
    ChatgptCredits,

    /// <summary>OpenAI through a wallet, or by a name that a bank has cleaned: any product.</summary>
    Unspecified,

    /// <summary>Wants to be taken for OpenAI: no record explains it.</summary>
    Lookalike,
}
