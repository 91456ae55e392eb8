using System.Text.Json.Nodes;
using CreditMonitor.Core;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Text;
using CreditMonitor.Settings;

namespace CreditMonitor.Cli.Commands.Recording;

/// <summary>What was told of an account, for people and for programs.</summary>
internal static class AccountBody
{
    public static IEnumerable<string> Lines(OrganizationSettings organization, RecordBook told) =>
    [
        organization.Id,
        $"  auto-recharge: {(told.AutoRecharge is { } setting ? $"{(setting.Enabled ? "on" : "off")}{Below(setting)}, {Source(setting.At, setting.ToldBy)}" : "unknown; tell it with --auto-recharge on or off")}",
        $"  plan: {(told.Plan is { } plan ? $"{(plan.Cancelled ? "cancelled" : "active")}, {Source(plan.At, plan.ToldBy)}" : "active, as nothing else was told")}",
        $"  card: {(told.Card is { } card ? $"ending in {card.LastFour}, good through {card.EndMonth:yyyy-MM}, {Source(card.At, card.ToldBy)}" : "unknown; tell it with --card and --card-ends")}",
    ];

    public static string Json(RecordBook told)
    {
        var body = new JsonObject();
        if (told.AutoRecharge is { } setting)
        {
            body["auto_recharge"] = new JsonObject { ["at"] = InstantText.Format(setting.At), ["enabled"] = setting.Enabled, ["threshold"] = Text(setting.Threshold), ["restore_to"] = Text(setting.RestoreTo), ["monthly_cap"] = Text(setting.MonthlyCap) };
        }

        if (told.Plan is { } plan)
        {
            body["plan"] = new JsonObject { ["at"] = InstantText.Format(plan.At), ["state"] = plan.Cancelled ? "cancelled" : "active" };
        }

        if (told.Card is { } card)
        {
            body["card"] = new JsonObject { ["at"] = InstantText.Format(card.At), ["last_four"] = card.LastFour, ["ends"] = card.EndMonth.ToString("yyyy-MM", System.Globalization.CultureInfo.InvariantCulture) };
        }

        return body.ToJsonString();
    }

    private static string? Text(Usd? amount) => amount?.ToExactString();

    private static string Below(AutoRechargeSetting setting) =>
        $"{(setting.Threshold is { } threshold ? $", below {threshold}" : "")}{(setting.RestoreTo is { } restore ? $" to {restore}" : "")}{(setting.MonthlyCap is { } cap ? $", at most {cap} a month" : "")}";

    private static string Source(DateTimeOffset at, string by) => $"since {When.Short(at)}, told by {by}";
}
