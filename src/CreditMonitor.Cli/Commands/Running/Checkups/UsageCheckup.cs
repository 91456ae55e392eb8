using System.Collections.Immutable;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Text;
using CreditMonitor.Polling;

namespace CreditMonitor.Cli.Commands.Running.Checkups;

/// <summary>Which of the usage endpoints the admin key may read, as <c>doctor</c> says it. What is not read is well, and what that hides is said.</summary>
internal static class UsageCheckup
{
    private static readonly TimeSpan Back = TimeSpan.FromHours(2);

    public static async Task<Checkup> OfAsync(IBillingSource billing, BillingAccess access, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var name = $"usage of {access.OrganizationId}";
        var text = await billing.ReadUsageAsync(access, UsageSlot.StartOf(now - Back), cancellationToken);
        if (Why(text) is { } why)
        {
            return new Checkup(name, true, $"not read, so bursts, sleeping keys and newcomers show only in costs, hours later: {why}");
        }

        var unread = ImmutableArray.CreateBuilder<string>();
        foreach (var endpoint in Enum.GetValues<UsageEndpoint>())
        {
            if (Why(await billing.ReadOtherUsageAsync(access, endpoint, CallCount.HourOf(now - Back), cancellationToken)) is { } refusal)
            {
                unread.Add($"{SnakeCase.Of(endpoint)} ({refusal})");
            }
        }

        var read = Enum.GetValues<UsageEndpoint>().Length + 1 - unread.Count;
        return new Checkup(name, true, unread.Count == 0
            ? $"all {read} endpoints are read"
            : $"{read} endpoints are read; a key that only calls the others looks asleep: {string.Join("; ", unread)}");
    }

    private static string? Why(Reading<UsageReport> reading) => reading switch
    {
        Reading<UsageReport>.Denied(var detail) => detail,
        Reading<UsageReport>.Unavailable(var detail, _) => detail,
        _ => null,
    };
}
