using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <content>Data that this version must not use.</content>
public abstract partial class MonitorStoreContract
{
    [Fact]
    public async Task Data_of_a_newer_layout_is_refused_by_a_sentence_that_says_which_version_to_run_whatever_else_it_holds()
    {
        var rows = await EmptyAsync();
        var store = new MonitorStore(rows);
        await CommitAsync(store, days: 3, Now, "one");
        await rows.SubmitAsync(
            "org-acme",
            [
                new RowChange.Put(StoreKeys.Head, """{"version":2,"costs":"in another form"}"""u8.ToArray()),
                new RowChange.Put(StoreKeys.Alert("low_balance"), "in another form"u8.ToArray()),
                new RowChange.Put(StoreKeys.Told("grant", "2026-03"), "in another form"u8.ToArray()),
                new RowChange.Put(StoreKeys.Spill("0"), "in another form"u8.ToArray()),
            ],
            CancellationToken.None);

        foreach (var reader in new[] { store, new MonitorStore(rows) })
        {
            var refused = await Assert.ThrowsAsync<UnreadableDataException>(() => reader.ReadAsync("acme", CancellationToken.None));
            Assert.Equal(
                $"The data of acme in the {rows.Description} was written by a newer version (layout 2, this one knows 1); run that version.",
                refused.Message);
        }

        var left = await rows.ReadRangeAsync("org-acme", "d.", "d/", null, CancellationToken.None);
        Assert.Equal(4, left.Count(row => row.Content.Length < 50));
    }

    [Fact]
    public async Task A_month_that_the_head_names_and_that_is_gone_is_refused_by_its_name_and_never_taken_for_days_without_cost()
    {
        var rows = await EmptyAsync();
        var store = new MonitorStore(rows);
        await CommitAsync(store, days: 60, Now, "one");
        var gone = (await rows.ReadRangeAsync("org-acme", "d.cost.2026-02", "d.cost.2026-03", null, CancellationToken.None)).Single().Key;
        await rows.SubmitAsync("org-acme", [new RowChange.Delete(gone)], CancellationToken.None);

        foreach (var reader in new[] { store, new MonitorStore(rows) })
        {
            var refused = await Assert.ThrowsAsync<UnreadableDataException>(() => reader.ReadAsync("acme", CancellationToken.None));
            Assert.Equal(
                $"The data of acme in the {rows.Description} lacks row {gone}, which its head names; restore a copy.", refused.Message);
        }
    }
}
