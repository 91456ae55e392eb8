using System.Collections.Immutable;
using System.Text;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <summary>What every storage engine must do. An engine's tests derive from it and say how to make one that is empty.</summary>
public abstract class RowStoreContract
{
    protected abstract Task<IRowStore> EmptyAsync();

    [Fact]
    public async Task Rows_come_in_ordinal_order_from_the_first_key_to_before_the_last()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("p", [.. new[] { "b", "a", "B", "a.b", "a-b", "c" }.Select(key => new RowChange.Insert(key, Text(key)))], CancellationToken.None);

        Assert.Equal(["B", "a", "a-b", "a.b", "b"], (await rows.ReadRangeAsync("p", "A", "c", null, CancellationToken.None)).Select(row => row.Key));
        Assert.Equal(["B", "a"], (await rows.ReadRangeAsync("p", "A", "c", 2, CancellationToken.None)).Select(row => row.Key));
    }

    [Fact]
    public async Task Partitions_do_not_see_one_another()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("p", [new RowChange.Insert("a", Text("1"))], CancellationToken.None);

        Assert.Empty(await rows.ReadRangeAsync("q", " ", "~", null, CancellationToken.None));
    }

    [Fact]
    public async Task Content_comes_back_byte_for_byte_up_to_the_largest_row()
    {
        var rows = await EmptyAsync();
        var large = new byte[StoreLimits.RowBytes];
        new Random(7).NextBytes(large);
        await rows.SubmitAsync("p", [new RowChange.Insert("large", large), new RowChange.Insert("text", Text("{\"a\":\"ü\"}")), new RowChange.Insert("empty", ReadOnlyMemory<byte>.Empty)], CancellationToken.None);

        var found = await AllAsync(rows);

        Assert.Equal(large, found.Single(row => row.Key == "large").Content.ToArray());
        Assert.Equal("{\"a\":\"ü\"}", Encoding.UTF8.GetString(found.Single(row => row.Key == "text").Content.Span));
        Assert.Equal(0, found.Single(row => row.Key == "empty").Content.Length);
    }

    [Fact]
    public async Task A_batch_with_one_refused_change_changes_nothing()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("p", [new RowChange.Insert("there", Text("1"))], CancellationToken.None);

        Assert.False(await rows.SubmitAsync("p", [new RowChange.Put("new", Text("2")), new RowChange.Insert("there", Text("2"))], CancellationToken.None));
        Assert.False(await rows.SubmitAsync("p", [new RowChange.Put("new", Text("2")), new RowChange.Delete("missing")], CancellationToken.None));

        Assert.Equal(["there"], (await AllAsync(rows)).Select(row => row.Key));
    }

    [Fact]
    public async Task A_row_is_replaced_only_at_the_version_that_was_read()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("p", [new RowChange.Insert("head", Text("1"))], CancellationToken.None);
        var first = Assert.Single(await AllAsync(rows));

        Assert.True(await rows.SubmitAsync("p", [new RowChange.Replace("head", Text("2"), first.ETag)], CancellationToken.None));
        Assert.False(await rows.SubmitAsync("p", [new RowChange.Replace("head", Text("3"), first.ETag)], CancellationToken.None));

        var second = Assert.Single(await AllAsync(rows));
        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal("2", Encoding.UTF8.GetString(second.Content.Span));
    }

    [Fact]
    public async Task A_row_that_is_gone_is_neither_replaced_nor_deleted()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("p", [new RowChange.Insert("head", Text("1"))], CancellationToken.None);
        var etag = Assert.Single(await AllAsync(rows)).ETag;

        Assert.True(await rows.SubmitAsync("p", [new RowChange.Delete("head")], CancellationToken.None));
        Assert.False(await rows.SubmitAsync("p", [new RowChange.Replace("head", Text("2"), etag)], CancellationToken.None));
        Assert.False(await rows.SubmitAsync("p", [new RowChange.Delete("head")], CancellationToken.None));
    }

    [Fact]
    public async Task A_row_that_changed_is_not_deleted_by_whoever_read_it_before()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("p", [new RowChange.Insert("head", Text("1"))], CancellationToken.None);
        var first = Assert.Single(await AllAsync(rows)).ETag;
        await rows.SubmitAsync("p", [new RowChange.Replace("head", Text("2"), first)], CancellationToken.None);

        Assert.False(await rows.SubmitAsync("p", [new RowChange.Delete("head", first)], CancellationToken.None));
        Assert.True(await rows.SubmitAsync("p", [new RowChange.Delete("head", Assert.Single(await AllAsync(rows)).ETag)], CancellationToken.None));
        Assert.Empty(await AllAsync(rows));
    }

    [Fact]
    public async Task Of_many_writers_at_once_exactly_one_wins()
    {
        var rows = await EmptyAsync();
        await rows.SubmitAsync("p", [new RowChange.Insert("head", Text("0"))], CancellationToken.None);
        var etag = Assert.Single(await AllAsync(rows)).ETag;

        var won = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Task.Run(() =>
            rows.SubmitAsync("p", [new RowChange.Replace("head", Text($"{n}"), etag), new RowChange.Insert($"by-{n}", Text("x"))], CancellationToken.None))));

        Assert.Single(won, true);
        Assert.Equal(2, (await AllAsync(rows)).Length);
    }

    private static Task<ImmutableArray<StoredRow>> AllAsync(IRowStore rows) => rows.ReadRangeAsync("p", " ", "~", null, CancellationToken.None);

    private static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);
}
