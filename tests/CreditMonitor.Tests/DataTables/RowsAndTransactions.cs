using System.Net;
using Azure;
using CreditMonitor.Tests.Storage;

namespace CreditMonitor.Tests.DataTables;

public sealed class RowsAndTransactions(AzuriteFixture azurite)
{
    [Fact]
    public async Task Properties_of_every_type_come_back_as_they_were()
    {
        var table = await TableAsync();
        var row = new TableEntity("p", "a")
        {
            ["Text"] = "\"ü\" 💸",
            ["Flag"] = true,
            ["Count"] = -7,
            ["Large"] = 9_007_199_254_740_993L,
            ["Ratio"] = 12.5,
            ["Whole"] = 3.0,
            ["At"] = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero).AddTicks(1_234_567),
            ["Id"] = new Guid("11111111-2222-3333-4444-555555555555"),
            ["Raw"] = new byte[] { 0, 1, 255 },
            ["Nothing"] = null,
        };

        await table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.Add, row)]);
        var read = Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());

        Assert.All(["Text", "Flag", "Count", "Large", "Ratio", "Whole", "At", "Id", "Raw", "Nothing"], name => Assert.Equal(row[name], read[name]));
        Assert.NotEqual(default, read.ETag);
        Assert.NotNull(read.Timestamp);
    }

    [Fact]
    public async Task A_merge_keeps_what_it_does_not_name_and_a_replacement_does_not()
    {
        var table = await TableAsync();
        await table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", "a") { ["A"] = 1, ["B"] = 2 })]);

        await table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpdateMerge, new TableEntity("p", "a") { ["B"] = 3 })]);
        var merged = Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());
        await table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.UpdateReplace, new TableEntity("p", "a") { ["B"] = 4 }, merged.ETag)]);
        var replaced = Assert.Single(await table.QueryAsync<TableEntity>("RowKey eq 'a'", 10, ["A", "B"]).ToListAsync());

        Assert.Equal((1, 3), (merged["A"], merged["B"]));
        Assert.Equal((null, 4), (replaced["A"], replaced["B"]));
    }

    [Fact]
    public async Task A_refused_transaction_names_the_operation_and_the_services_code()
    {
        var table = await TableAsync();
        await table.SubmitTransactionAsync([new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", "a"))]);

        var exists = await Refused(new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "b")), new(TableTransactionActionType.Add, new TableEntity("p", "a")));
        var stale = await Refused(new TableTransactionAction(TableTransactionActionType.UpdateReplace, new TableEntity("p", "a"), new ETag("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"")));
        var gone = await Refused(new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity("p", "z")));

        Assert.Equal((409, "EntityAlreadyExists", 1), exists);
        Assert.Equal((412, "UpdateConditionNotSatisfied", 0), stale);
        Assert.Equal(404, gone.Status);
        Assert.Equal("a", Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync()).RowKey);

        async Task<(int Status, string? Code, int? Index)> Refused(params TableTransactionAction[] actions)
        {
            var e = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(actions));
            return (e.Status, e.ErrorCode, e.FailedTransactionActionIndex);
        }
    }

    [Fact]
    public async Task Each_operation_has_its_answer()
    {
        var table = await TableAsync();

        var answers = await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "a")), new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "b"))]);

        Assert.Equal([204, 204], answers.Value.Select(answer => answer.Status));
        Assert.All(answers.Value, answer => Assert.NotNull(answer.Headers.ETag));
    }

    [Fact]
    public async Task An_answer_with_too_few_parts_is_no_success()
    {
        using var service = new AnsweringHandler((_, _) => TestTables.Answer(HttpStatusCode.Accepted, "--x\r\nHTTP/1.1 204 No Content\r\n\r\n--x--", type: "multipart/mixed"));

        await Assert.ThrowsAsync<RequestFailedException>(() => TestTables.Service(service).GetTableClient("rows").SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, new TableEntity("p", "a")), new(TableTransactionActionType.Add, new TableEntity("p", "b"))]));
    }

    [Fact]
    public async Task A_table_is_made_once()
    {
        var table = (await azurite.ServiceAsync()).GetTableClient(AzuriteFixture.NewTable());

        Assert.Equal(table.Name, (await table.CreateIfNotExistsAsync())!.Value.Name);
        Assert.Null(await table.CreateIfNotExistsAsync());
    }

    [Fact]
    public async Task Each_request_says_version_and_an_id_of_its_own_and_a_retry_keeps_it()
    {
        var sent = new List<(string Version, string Id)>();
        using var service = new AnsweringHandler((request, n) =>
        {
            sent.Add((request.Headers.GetValues("x-ms-version").Single(), request.Headers.GetValues("x-ms-client-request-id").Single()));
            return n == 1 ? TestTables.Answer(HttpStatusCode.ServiceUnavailable) : TestTables.Answer(HttpStatusCode.OK, """{"value":[]}""");
        });
        var table = TestTables.Service(service).GetTableClient("rows");

        await table.QueryAsync<TableEntity>().ToListAsync();
        await table.QueryAsync<TableEntity>().ToListAsync();

        Assert.Equal(["2020-12-06"], sent.Select(request => request.Version).Distinct());
        Assert.Equal(sent[0].Id, sent[1].Id);
        Assert.NotEqual(sent[1].Id, sent[2].Id);
    }

    private async Task<TableClient> TableAsync()
    {
        var table = (await azurite.ServiceAsync()).GetTableClient(AzuriteFixture.NewTable());
        await table.CreateIfNotExistsAsync();
        return table;
    }
}
