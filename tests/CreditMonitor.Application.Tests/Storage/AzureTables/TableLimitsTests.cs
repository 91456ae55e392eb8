using Azure;
using Azure.Data.Tables;
using CreditMonitor.Storage;
using CreditMonitor.Storage.AzureTables;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>What Azure refuses and Azurite takes.</summary>
public sealed class TableLimitsTests
{
    [Fact]
    public void A_transaction_has_1_to_100_operations()
    {
        Refused("1 to 100 operations");
        TableLimits.Check([.. Rows(100)]);
        Refused("1 to 100 operations", [.. Rows(101)]);
    }

    [Fact]
    public void A_transaction_stays_in_one_partition() => Refused("one partition", Put(new TableEntity("p", "a")), Put(new TableEntity("q", "b")));

    [Fact]
    public void A_transaction_names_each_row_once() => Refused("each row once", Put(new TableEntity("p", "a")), Put(new TableEntity("p", "a")));

    [Fact]
    public void A_row_has_at_most_252_properties_beside_its_keys()
    {
        TableLimits.Check([Put(With(252))]);
        Refused("at most 252 properties, not 253", Put(With(253)));

        static TableEntity With(int properties) => Enumerable.Range(0, properties).Aggregate(new TableEntity("p", "a"), (row, n) =>
        {
            row[$"P{n}"] = n;
            return row;
        });
    }

    [Fact]
    public void A_property_has_at_most_64_KiB_and_a_text_counts_two_bytes_a_character()
    {
        TableLimits.Check([Put(new TableEntity("p", "a") { ["B"] = new byte[65_536], ["T"] = new string('x', 32_768) })]);
        Refused("Property B has 65,537 bytes", Put(new TableEntity("p", "a") { ["B"] = new byte[65_537] }));
        Refused("Property T has 65,538 bytes", Put(new TableEntity("p", "a") { ["T"] = new string('x', 32_769) }));
    }

    [Fact]
    public void A_propertys_name_has_at_most_255_characters() => Refused("255 characters", Put(new TableEntity("p", "a") { [new string('x', 256)] = 1 }));

    [Fact]
    public void A_row_has_at_most_a_mebibyte_and_the_largest_row_of_the_store_is_below_it()
    {
        Refused("at most 1,048,576 bytes", Put(Chunks("p", "a", 16, 65_536)));
        TableLimits.Check([Put(Chunks(new string('p', 512), new string('a', 512), 15, StoreLimits.ChunkBytes))]);
    }

    [Fact]
    public void A_transaction_has_less_than_4_MiB_as_it_is_sent()
    {
        TableLimits.Check([.. Enumerable.Range(0, 3).Select(n => Put(Chunks("p", $"{n}", 15, 61_440)))]);
        Refused("as it is sent", [.. Enumerable.Range(0, 4).Select(n => Put(Chunks("p", $"{n}", 13, 61_440)))]);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a%b")]
    [InlineData("a\tb")]
    [InlineData("a\u007Fb")]
    [InlineData("ü")]
    [InlineData("\uE000")]
    [InlineData("\U0001F4B8")]
    [InlineData("")]
    public void A_key_is_printable_ascii_that_every_engine_orders_alike(string key)
    {
        Refused("cannot be a key", Put(new TableEntity("p", key)));
        Assert.Throws<ArgumentException>(() => StoreLimits.Check("p", [new RowChange.Delete(key)]));
        Assert.Throws<ArgumentException>(() => StoreLimits.Check(key, [new RowChange.Delete("a")]));
    }

    private static void Refused(string because, params TableTransactionAction[] actions) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(() => TableLimits.Check(actions)).Message, StringComparison.Ordinal);

    private static IEnumerable<TableTransactionAction> Rows(int count) => Enumerable.Range(0, count).Select(n => Put(new TableEntity("p", $"r{n}")));

    private static TableTransactionAction Put(TableEntity entity) => new(TableTransactionActionType.UpsertReplace, entity, default(ETag));

    private static TableEntity Chunks(string partition, string key, int count, int bytes) => Enumerable.Range(0, count).Aggregate(new TableEntity(partition, key), (row, n) =>
    {
        row[$"C{n:00}"] = new byte[bytes];
        return row;
    });
}
