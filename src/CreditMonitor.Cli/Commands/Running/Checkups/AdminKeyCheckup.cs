using CreditMonitor.Core.Alerts.Rules;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;
using CreditMonitor.Polling;

namespace CreditMonitor.Cli.Commands.Running.Checkups;

/// <summary>When the admin key itself ends, as <c>doctor</c> says it. Not to know is well: many keys that read costs may not read the list of keys.</summary>
internal static class AdminKeyCheckup
{
    /// <summary>From the second step on, a week ahead, it is not well.</summary>
    private const int PressingStep = 2;

    public static async Task<Checkup> OfAsync(IBillingSource billing, BillingAccess access, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var name = $"admin key of {access.OrganizationId}";
        return await billing.ReadAdminKeyAsync(access, cancellationToken) switch
        {
            Reading<AdminKeyListing>.Ok({ TellsWhich: true, EndsAt: { } end }) => Ends(name, end, now),
            Reading<AdminKeyListing>.Ok({ TellsWhich: true }) => new Checkup(name, true, "never ends"),
            Reading<AdminKeyListing>.Ok(var listing) => new Checkup(name, true, $"unknown: {Unclear(listing)}"),
            Reading<AdminKeyListing>.Denied(var detail) => new Checkup(name, true, $"unknown: {detail}"),
            Reading<AdminKeyListing>.Unavailable(var detail, _) => new Checkup(name, true, $"unknown: {detail}"),
            _ => throw new InvalidOperationException("A reading is one of three."),
        };
    }

    private static Checkup Ends(string name, DateTimeOffset end, DateTimeOffset now)
    {
        var pressing = AdminKeyEnding.StepOf(end, now) >= PressingStep;
        return new Checkup(name, !pressing, $"ends {When.Long(end)}{(pressing ? $". {AdminKeyEnding.Action}" : "")}");
    }

    private static string Unclear(AdminKeyListing listing) =>
        $"OpenAI lists {When.Count(listing.Listed, "admin key")}, and {(listing.Alike == 0 ? "none looks" : $"{listing.Alike} look")} like the configured one";
}
