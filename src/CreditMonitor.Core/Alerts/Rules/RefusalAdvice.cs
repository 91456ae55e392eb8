using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Alerts.Rules;

/// <summary>What a refusal means and who has to do what, by its cause and by what is known of credit and limits.</summary>
internal static class RefusalAdvice
{
    /// <summary>What unpublished costs may have used up by now is none to speak of.</summary>
    private static readonly Usd Leftover = new(0.05m);

    public static (string Meaning, string Action) Of(Situation situation, RefusalCause cause, string code) => cause switch
    {
        RefusalCause.NoCredit => ("No usable credit is left.", "Buy credit, and allow an hour for it to work before paying again."),
        RefusalCause.BillingInactive => ("The account's billing is not active.", "Have the account's owner open the billing page: activating is not the same as paying."),
        RefusalCause.HardLimit => HardLimit(situation),
        RefusalCause.SpendLimit => ($"The organization's own spend limit is reached{LimitOf(situation)}. {Credit(situation)}", "Raise the spend limit on the dashboard, or wait for the next month."),
        RefusalCause.ProjectSpendLimit => ($"The project's own spend limit is reached. {Credit(situation)}", "Have the project's owner raise its spend limit on the dashboard, or wait for the next month."),
        RefusalCause.UsageLimit => ($"OpenAI's monthly limit for this organization is reached. {Credit(situation)}", "Ask OpenAI for a higher usage tier."),
        RefusalCause.Deactivated => (
            $"The organization or the account is deactivated.{Stake(situation)}",
            "Have the organization's owner read OpenAI's email about it and write to OpenAI's support. Spend no more on this account until they answer."),
        RefusalCause.Country => (
            $"OpenAI does not serve the country or region that the calls come from. {Credit(situation)}",
            "Run the application in a supported country or region, or correct the proxy that it calls through."),
        RefusalCause.IpAddress => (
            $"The organization's IP allowlist does not hold the address that the calls come from. {Credit(situation)}",
            "Have an owner of the organization add the application's address to the IP allowlist, or route the calls through one that is on it."),
        RefusalCause.Key => ($"The key that calls is not valid any more. {Credit(situation)}", "See who deleted or replaced the key, and give the application a new one."),
        RefusalCause.Permission => ($"The key or its project may not do what was asked. {Credit(situation)}", "Have the project's owner compare the key's permissions with what the application calls."),
        RefusalCause.Model => (
            $"The model that is called does not exist, or the project may not use it. {Credit(situation)}",
            "Have the application's developers check the model's name, and the project's owner its list of allowed models."),
        RefusalCause.Paced => (
            $"Calls come faster than the limits of this organization's tier or project allow, or the provider is busy. {Credit(situation)}",
            "Have the application wait and try again as the error says; if it is meant, ask for a higher rate limit."),
        RefusalCause.ProviderTrouble => ("The provider fails, and refuses nobody in particular.", "Look at OpenAI's status page, and have the application try again later."),
        _ => ($"The code does not name a cause that is known here. {Credit(situation)}".TrimEnd(), $"Look {code} up in the provider's error list, and at its status page."),
    };

    /// <summary>Credit that is known to be left when all that may have been spent since is taken off.</summary>
    public static bool HasCredit(Situation situation) =>
        situation.BalanceKnown && situation.Prepaid
        && situation.Ledger.Balance - RefundedCredit.Sum(situation, situation.Now) - PossibleSpend.Between(situation, situation.History.KnownUntil ?? situation.Now, situation.Now) > Leftover;

    /// <summary>None is known to be left: a balance that is not known is not zero.</summary>
    public static bool LacksCredit(Situation situation) => situation.BalanceKnown && situation.Prepaid && !situation.Ledger.Balance.IsPositive;

    private static (string Meaning, string Action) HardLimit(Situation situation) =>
        LacksCredit(situation) ? (
            $"No usable credit is left{LastEnd(situation)}, and accounts without credit get this code. A spend limit of your own is the other possibility.",
            "Buy credit, and allow an hour for it to work. If calls stay refused, raise the spend limit on the dashboard, and try a new key.")
        : HasCredit(situation) ? (
            $"The organization's or the project's own spend limit is the likely cause{LimitOf(situation)}. {Credit(situation)}",
            "Look at the spend limits on the dashboard and raise the one that is reached, or wait for the next month.")
        : (
            "Either no usable credit is left, or a spend limit of your own is reached: this code means both.",
            "Open the billing page. If its balance is zero, buy credit; else raise the spend limit.");

    private static string Credit(Situation situation) =>
        HasCredit(situation) ? $"Credit is not the cause: {situation.Ledger.Balance} is left." : LacksCredit(situation) ? "No usable credit is left either." : "";

    private static string Stake(Situation situation) => HasCredit(situation) ? $" {situation.Ledger.Balance} of credit is out of reach until that is settled." : "";

    private static string LimitOf(Situation situation) =>
        situation.SpendLimit is { Enforcing: true } limit && SpentThisMonth(situation) >= limit.Amount ? $": {limit.Amount} a month, and {SpentThisMonth(situation)} is spent" : "";

    private static Usd SpentThisMonth(Situation situation)
    {
        var now = situation.Now.UtcDateTime;
        var first = new DateOnly(now.Year, now.Month, 1);
        return Usd.Sum(situation.History.Ascending.Where(day => day.Day >= first).Select(day => day.Amount));
    }

    private static string LastEnd(Situation situation) =>
        situation.Organization.Grants.Select(grant => grant.End).Where(end => end <= situation.Now).Max() is { } end ? $"; the last grant ended on {When.Day(DateOnly.FromDateTime(end.UtcDateTime))}" : "";
}
