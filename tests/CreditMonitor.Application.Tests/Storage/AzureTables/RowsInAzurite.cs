using System.Text;
using CreditMonitor.Storage;
using CreditMonitor.Storage.AzureTables;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>What only an engine behind a network has: pages, lost answers, a table that somebody else declares.</summary>
[Trait("Needs", "azurite")]
public sealed class RowsInAzurite(AzuriteFixture azurite)
{
    private static readonly ReadOnlyMemory<byte> Content = Encoding.UTF8.GetBytes("{}");

    [Fact]
    public async Task More_rows_than_a_page_holds_are_read_whole_or_as_many_as_are_asked_for()
    {
        var rows = await azurite.EmptyAsync();
        foreach (var batch in Enumerable.Range(0, 1005).Select(n => new RowChange.Insert($"k{n:0000}", Content)).Chunk(100))
        {
            Assert.True(await rows.SubmitAsync("p", batch, CancellationToken.None));
        }

        Assert.Equal(1005, (await rows.ReadRangeAsync("p", "k", "l", null, CancellationToken.None)).Length);
        Assert.Equal(1002, (await rows.ReadRangeAsync("p", "k", "l", 1002, CancellationToken.None)).Length);
        Assert.Equal(["k0000", "k0001"], (await rows.ReadRangeAsync("p", "k", "l", 2, CancellationToken.None)).Select(row => row.Key));
        Assert.Empty(await rows.ReadRangeAsync("p", "k", "l", 0, CancellationToken.None));
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_known_for_stored_when_it_meets_its_own_rows()
    {
        var lose = false;
        using var line = new LosingHandler(request => request.Method == HttpMethod.Post && Take(ref lose));
        var rows = await azurite.EmptyAsync(line);
        lose = true;
        Assert.True(await rows.SubmitAsync("p", [new RowChange.Insert("head", Content), new RowChange.Insert("s.1", Content)], CancellationToken.None));
        Assert.False(lose);

        var etag = (await rows.ReadRangeAsync("p", "head", "heae", null, CancellationToken.None)).Single().ETag;
        lose = true;
        Assert.True(await rows.SubmitAsync("p", [new RowChange.Replace("head", Content, etag), new RowChange.Insert("s.2", Content)], CancellationToken.None));
        lose = true;
        Assert.True(await rows.SubmitAsync("p", [new RowChange.Delete("s.1"), new RowChange.Put("m.1", Content)], CancellationToken.None));

        Assert.Equal(["head", "m.1", "s.2"], (await rows.ReadRangeAsync("p", " ", "~", null, CancellationToken.None)).Select(row => row.Key));
    }

    /// <summary>Equal content is no proof: two polls may well decide the same.</summary>
    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_not_taken_for_one_of_somebody_else_with_the_same_content()
    {
        var lose = false;
        using var line = new LosingHandler(_ => Take(ref lose));
        var rows = await azurite.EmptyAsync(line);
        await rows.SubmitAsync("p", [new RowChange.Insert("head", Content)], CancellationToken.None);

        lose = true;
        Assert.False(await rows.SubmitAsync("p", [new RowChange.Insert("head", Content)], CancellationToken.None));
    }

    [Fact]
    public async Task A_stored_batch_is_known_even_when_the_head_was_written_again_before_its_repeat()
    {
        TableRowStore? other = null;
        var lose = false;
        using var line = new LosingHandler(_ =>
        {
            var lost = Take(ref lose);
            if (lost)
            {
                Assert.True(other!.SubmitAsync("p", [new RowChange.Put("head", Content)], CancellationToken.None).GetAwaiter().GetResult());
            }

            return lost;
        });
        var table = AzuriteFixture.NewTable();
        other = new TableRowStore(await azurite.ServiceAsync(), tableName: table);
        await other.PrepareAsync(CancellationToken.None);
        var rows = new TableRowStore(await azurite.ServiceAsync(line), tableName: table);
        await rows.SubmitAsync("p", [new RowChange.Insert("head", Content)], CancellationToken.None);
        var etag = (await rows.ReadRangeAsync("p", "head", "heae", null, CancellationToken.None)).Single().ETag;

        lose = true;
        Assert.True(await rows.SubmitAsync("p", [new RowChange.Replace("head", Content, etag), new RowChange.Insert("s.2", Content)], CancellationToken.None));
    }

    [Fact]
    public async Task A_table_that_is_there_is_not_made_again_and_a_missing_one_is()
    {
        var made = 0;
        using var line = new LosingHandler(request =>
        {
            made += request.RequestUri!.AbsolutePath.EndsWith("/Tables", StringComparison.Ordinal) ? 1 : 0;
            return false;
        });
        var rows = new TableRowStore(await azurite.ServiceAsync(line), tableName: AzuriteFixture.NewTable());

        await rows.PrepareAsync(CancellationToken.None);
        await rows.PrepareAsync(CancellationToken.None);

        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Without_its_table_a_store_says_what_to_do()
    {
        var rows = new TableRowStore(await azurite.ServiceAsync(), tableName: AzuriteFixture.NewTable());

        var read = await Assert.ThrowsAsync<StoreException>(() => rows.ReadRangeAsync("p", "a", "b", null, CancellationToken.None));
        var written = await Assert.ThrowsAsync<StoreException>(() => rows.SubmitAsync("p", [new RowChange.Put("a", Content)], CancellationToken.None));

        Assert.EndsWith("the table is missing; deploy the template or run 'creditmonitor doctor', which makes it.", read.Message, StringComparison.Ordinal);
        Assert.Equal(read.Message, written.Message);
    }

    private static bool Take(ref bool flag)
    {
        var was = flag;
        flag = false;
        return was;
    }
}
