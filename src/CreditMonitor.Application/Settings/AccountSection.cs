using System.Collections.Immutable;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Settings;

/// <summary>Reads <c>Organizations:N:Account:M</c>: what the account is set to since an instant, as the verb and the API tell it too.</summary>
internal static class AccountSection
{
    private const string By = "configuration";

    public static ImmutableArray<RecordedFact> Read(SettingsReader organization)
    {
        var facts = organization.Sections("Account").SelectMany(Facts).ToImmutableArray();
        foreach (var twice in facts.GroupBy(fact => (fact.Kind, fact.Id)).Where(same => same.Count() > 1))
        {
            organization.Fault("Account", $"says twice what {twice.Key.Kind} is since {twice.Key.Id}; give each its own At.");
        }

        return facts;
    }

    private static IEnumerable<RecordedFact> Facts(SettingsReader reader)
    {
        var (before, given) = (reader.Faults.Count, new List<Func<DateTimeOffset, RecordedFact>>());
        var at = reader.Instant("At");
        if (AutoRecharge(reader) is { } recharge)
        {
            given.Add(recharge);
        }

        if (reader.Word("Plan") is { } plan)
        {
            given.Add(since => new PlanChange(InstantText.Format(since), since, By, since, plan == "cancelled"));
        }

        if (Card(reader) is { } card)
        {
            given.Add(card);
        }

        reader.RefuseUnknown();
        if (reader.Faults.Count == before && given.Count == 0)
        {
            reader.Fault("At", "has nothing with it; expected AutoRecharge, Plan, or CardLastFour and CardEnds.");
        }

        return reader.Faults.Count > before ? [] : given.Select(fact => fact(at!.Value));
    }

    private static Func<DateTimeOffset, RecordedFact>? AutoRecharge(SettingsReader reader)
    {
        var enabled = reader.Word("AutoRecharge");
        var (threshold, restoreTo, cap) = (reader.Amount("Threshold"), reader.Amount("RestoreTo"), reader.Amount("MonthlyCap"));
        if (enabled is not null)
        {
            return since => new AutoRechargeSetting(InstantText.Format(since), since, By, since, enabled == "on", threshold, restoreTo, cap);
        }

        if (threshold is not null || restoreTo is not null || cap is not null)
        {
            reader.Fault("AutoRecharge", "is missing; Threshold, RestoreTo and MonthlyCap belong to on or off.");
        }

        return null;
    }

    private static Func<DateTimeOffset, RecordedFact>? Card(SettingsReader reader)
    {
        var (digits, ends) = (reader.Text("CardLastFour"), reader.Text("CardEnds"));
        if (digits is null && ends is null)
        {
            return null;
        }

        if (digits is null || !PaymentCard.IsLastFour(digits))
        {
            reader.Fault("CardLastFour", "is no four digits; expected the card's last four, such as 4242, and no more of its number.");
            return null;
        }

        if (ends is not null && PaymentCard.MonthOf(ends) is { } month)
        {
            return since => new PaymentCard(InstantText.Format(since), since, By, since, digits, month);
        }

        reader.Fault("CardEnds", "is no month; expected the one that is printed on the card, such as 2027-03.");
        return null;
    }
}
