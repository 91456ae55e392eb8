using CreditMonitor.Core;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Observations;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>The bytes of a batch are counted as they are sent.</summary>
public sealed class BatchBytes
{
    private const int FourMebibytes = 4 * 1024 * 1024;

    [Theory]
    [InlineData("a", 0)]
    [InlineData("a", 1)]
    [InlineData("d.alert.credit_expiring.O'Brien''s.& co + <50> \"pure\"", 70_000)]
    [InlineData("''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''", StoreLimits.RowBytes)]
    public async Task No_request_is_larger_than_it_was_reckoned(string key, int bytes)
    {
        long sent = 0;
        using var service = new AnsweringHandler((request, _) =>
        {
            using var body = new MemoryStream();
            request.Content!.CopyTo(body, null, CancellationToken.None);
            sent = body.Length;
            return TestTables.Stored(3);
        });
        RowChange[] changes = [new RowChange.Insert(key, new byte[bytes]), new RowChange.Replace(key + "2", new byte[bytes], "W/\"datetime'2026-11-22T08%3A21%3A27.2929879Z'\""), new RowChange.Delete(key + "3")];

        Assert.True(await TestTables.Rows(service).SubmitAsync("org-acme", changes, CancellationToken.None));

        Assert.InRange(sent, 1, changes.Sum(change => StoreLimits.EncodedBytes("org-acme", change)));
    }

    [Fact]
    public void A_decision_with_days_that_cannot_be_compressed_is_split_below_what_azure_takes_in_one_request()
    {
        var plan = Plan(OrganizationState.New("acme"), days: 12, rowsADay: 9_000);

        Assert.True(plan.Ahead.Length > 1);
        Assert.All(plan.Ahead.Append(plan.Last), batch => StoreLimits.Check("org-acme", batch));
        Assert.All(plan.Ahead.Append(plan.Last), batch => Assert.InRange(batch.Sum(change => StoreLimits.EncodedBytes("org-acme", change)), 1, FourMebibytes - 1));
    }

    /// <summary>Removals have no content and many have long keys: they count too.</summary>
    [Fact]
    public void Removals_go_along_only_while_there_is_room_for_their_bytes()
    {
        string[] leftovers = [.. Enumerable.Range(0, 90).Select(n => StoreKeys.MonthPrefix + new string((char)('a' + (n % 26)), 400) + n)];

        var sample = Plan(OrganizationState.New("acme"), days: 4, rowsADay: 5_000).Last.Sum(change => StoreLimits.EncodedBytes("org-acme", change));

        // So many rows that the removals, 600 KB of them, do not all fit beside.
        var full = Plan(OrganizationState.New("acme"), days: 4, rowsADay: (int)(5_000L * (StoreLimits.BatchBytes - 200_000) / sample), leftovers);
        var small = Plan(OrganizationState.New("acme"), days: 1, rowsADay: 1, leftovers);

        Assert.Empty(full.Ahead);
        Assert.All([full, small], plan => StoreLimits.Check("org-acme", plan.Last));
        Assert.InRange(full.Last.Count(change => change is RowChange.Delete), 0, 89);
        Assert.Equal(90, small.Last.Count(change => change is RowChange.Delete));
    }

    private static CommitPlan Plan(OrganizationState state, int days, int rowsADay, params string[] leftovers)
    {
        var now = new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
        var noise = new Random(11);
        var today = new DateOnly(2026, 3, 20);
        CostDay[] read = [.. Enumerable.Range(1, days).Reverse().Select(back => new CostDay(
            today.AddDays(-back), [.. Enumerable.Range(0, rowsADay).Select(_ => new CostRow($"{noise.NextInt64():x16}{noise.NextInt64():x16}{noise.NextInt64():x16}{noise.NextInt64():x16}", null, null, new Usd(1m)))], 0))];
        var organization = new WatchedOrganization("acme", "Acme", [], BurnOrder.PromotionalFirst, [], AlertSettings.Default, [], TimeSpan.FromHours(1));
        var report = new CostReport(today.AddDays(-days), now, [.. read], []);
        var decision = CreditWatch.Decide(state, new PollFacts(organization, "poll", report.From, true, new Reading<CostReport>.Ok(report), null, null), now);
        var version = new HeadVersion(null, System.Collections.Immutable.ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), [.. leftovers]);
        return CommitPlan.Of(new StoredOrganization(state, version, []), decision);
    }
}
