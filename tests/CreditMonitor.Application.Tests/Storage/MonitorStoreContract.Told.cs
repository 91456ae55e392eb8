using System.Text;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Observations;
using CreditMonitor.Core.Records;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <content>What is told, by people and by usage.</content>
public abstract partial class MonitorStoreContract
{
    [Fact]
    public async Task Facts_that_were_told_are_read_back_with_the_state_however_many_and_audited()
    {
        var store = new MonitorStore(await EmptyAsync());
        RecordedFact[] told =
        [
            .. Enumerable.Range(0, 400).Select(n => new RecordedGrant(Now, "test", new CreditGrant($"grant number {n}", GrantKind.Paid, new Usd(n + 0.000000000001m), Now.AddHours(n)) { NeverExpires = n % 2 == 0 })),
            new BalanceReading("r", Now, "test", Now, new Usd(-3.5m)),
        ];

        await TellAsync(store, told);
        await TellAsync(store, told);
        await TellAsync(store, told[7]);

        Assert.Equal(new RecordBook(told).All, (await store.ReadAsync("acme", CancellationToken.None)).State.Told.All);
        Assert.Equal(["401 changes"], (await store.ReadAuditAsync("acme", 10, CancellationToken.None)).Select(entry => Assert.Single(entry.Changes)));
    }

    [Fact]
    public async Task Of_two_who_tell_at_once_neither_loses_what_they_told()
    {
        var store = new MonitorStore(await EmptyAsync());

        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => TellAsync(store, new BalanceReading($"r{n}", Now, "test", Now.AddMinutes(n), new Usd(n))))));

        Assert.Equal(["r0", "r1", "r2"], (await store.ReadToldAsync("acme", CancellationToken.None)).BalanceReadings.Select(reading => reading.Id));
        Assert.Equal(3, (await store.ReadAuditAsync("acme", 10, CancellationToken.None)).Length);
    }

    [Fact]
    public async Task Who_stopped_is_told_nothing_that_waited_and_of_two_changes_at_once_none_is_lost()
    {
        var store = new MonitorStore(await EmptyAsync());
        var message = (await CommitAsync(store, days: 3, Now, "one")).Messages[0];
        var subscription = Subscription.Configured("acme", "team@example.com");
        Assert.Equal(subscription.Id, message.SubscriptionId);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Task.Run(() => store.ChangeSubscriptionAsync("acme", subscription.Id, place => Plan((place.Before ?? subscription) with { Asked = [.. place.Before?.Asked ?? [], Now.AddMinutes(n)] }), CancellationToken.None))));
        Assert.Equal(3, Assert.Single((await store.ReadAsync("acme", CancellationToken.None)).State.Subscriptions).Asked.Length);
        await store.ChangeSubscriptionAsync("acme", subscription.Id, place => Plan(place.Before! with { Status = SubscriptionStatus.Stopped }), CancellationToken.None);

        Assert.Empty(await store.ReadPendingAsync("acme", CancellationToken.None));
        Assert.False(await store.KeepDigestAsync("acme", subscription, [], message, CancellationToken.None));

        static SubscriptionPlan Plan(Subscription after) => new(after, new AuditEntry(Now, "test", "subscription", [$"{after.Asked.Length}"]), []);
    }

    [Fact]
    public async Task Usage_is_read_back_as_it_was_learnt_and_rows_of_before_the_other_endpoints_as_well()
    {
        var rows = await EmptyAsync();
        var store = new MonitorStore(rows);
        await CommitAsync(store, days: 3, Now, "one");
        var learnt = await LookAtUsageAsync(store, Now.AddHours(30));
        var again = await LookAtUsageAsync(store, Now.AddHours(31));

        var read = (await new MonitorStore(rows).ReadAsync("acme", CancellationToken.None)).State.Usage;

        Assert.NotEmpty(learnt.Others[0].Recent);
        Assert.True(again.Calls.Days.Values.Sum(day => day.Hours) > 20);
        Assert.Equal(Text(again), Text(read));
        Assert.Equal(again.Hours, read.Hours);

        var older = Encoding.UTF8.GetBytes("""{"since":"2026-03-01T00:00:00+00:00","recent":[],"consumers":{}}""");
        Assert.True(await rows.SubmitAsync("org-acme", [new RowChange.Put(StoreKeys.UsageRecent, older)], CancellationToken.None));
        var ofBefore = (await new MonitorStore(rows).ReadAsync("acme", CancellationToken.None)).State.Usage;
        Assert.Equal((CallCount.None, 0), (ofBefore.Calls, ofBefore.Others.Length));

        static string Text(UsageHistory usage) => Encoding.UTF8.GetString(StoreCodec.Pack(new UsageRecentRow(usage.Since, usage.Through, usage.Recent, usage.Consumers, usage.Calls, usage.Others), StoreJson.Default.UsageRecentRow));
    }

    private async Task<UsageHistory> LookAtUsageAsync(MonitorStore store, DateTimeOffset now)
    {
        var stored = await store.ReadAsync("acme", CancellationToken.None);
        var hour = CallCount.HourOf(now).AddHours(-3);
        var text = new UsageReport(stored.State.Usage.AskFrom(now), now, [new UsageSlot(hour, "key_a", "gpt-5", "proj_a", 3, 400)]);
        var images = new UsageReport(EndpointUsage.Unread(UsageEndpoint.Images).AskFrom(now), now, [new UsageSlot(hour, "key_b", null, "proj_a", 7, 0)]);
        var facts = new PollFacts(_organization, "usage", default, CostsDue: false, null, null, null)
        {
            Usage = new Reading<UsageReport>.Ok(text),
            OtherUsage = new EndpointReading(UsageEndpoint.Images, new Reading<UsageReport>.Ok(images)),
        };
        var decision = CreditWatch.Decide(stored.State, facts, now);
        Assert.True(await store.CommitAsync(stored, decision, CancellationToken.None));
        return decision.Next.Usage;
    }
}
