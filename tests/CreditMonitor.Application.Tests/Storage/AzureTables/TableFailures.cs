using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using CreditMonitor.Storage;
using CreditMonitor.Storage.AzureTables;

namespace CreditMonitor.Application.Tests.Storage.AzureTables;

/// <summary>One sentence each: what, where, what to do.</summary>
public sealed class TableFailures
{
    private const string Xml = "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message></Error>";

    public static TheoryData<int, string?, string, int> Refusals() => new()
    {
        { 403, "AuthorizationPermissionMismatch", "role Storage Table Data Contributor", 1 },
        { 403, "AuthorizationFailure", "access was refused (AuthorizationFailure)", 1 },
        { 403, null, "access was refused (403)", 1 },
        { 503, "ServerBusy", "the account is busy (ServerBusy)", 4 },
        { 500, "OperationTimedOut", "it failed with status 500 (OperationTimedOut) several times", 4 },
        { 302, null, "a redirect (302), which is not followed", 1 },
        { 400, "InvalidInput", "it answered with status 400 (InvalidInput).", 1 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_told_with_its_code_and_what_to_do(int status, string? code, string says, int attempts)
    {
        using var service = new AnsweringHandler((_, _) =>
        {
            var answer = TestTables.Answer((HttpStatusCode)status, status == 403 ? Xml : "", code, "application/xml");
            answer.Headers.Location = status == 302 ? new Uri("https://elsewhere.example/") : null;
            return answer;
        });

        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(TestTables.Rows(service)));

        Assert.StartsWith("The Azure table creditmonitor at https://acme.table.core.windows.net cannot be used: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.Equal(attempts, service.Requests);
    }

    [Fact]
    public async Task What_is_busy_at_first_is_asked_again()
    {
        using var service = new AnsweringHandler((_, n) => n < 3 ? TestTables.Answer(HttpStatusCode.ServiceUnavailable, code: "ServerBusy") : TestTables.Answer(HttpStatusCode.OK, """{"value":[]}"""));

        await ReadAsync(TestTables.Rows(service));

        Assert.Equal(3, service.Requests);
    }

    [Fact]
    public async Task A_name_that_nobody_knows_and_a_port_where_nothing_listens_are_told_apart()
    {
        using var unknown = new AnsweringHandler((_, _) => throw new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known"));
        using var refused = new AnsweringHandler((_, _) => throw new HttpRequestException("Connection refused", new SocketException((int)SocketError.ConnectionRefused)));

        Assert.Contains("its name is not known", (await Assert.ThrowsAsync<StoreException>(() => ReadAsync(TestTables.Rows(unknown)))).Message, StringComparison.Ordinal);
        Assert.Contains("nothing listens there", (await Assert.ThrowsAsync<StoreException>(() => ReadAsync(TestTables.Rows(refused)))).Message, StringComparison.Ordinal);
        Assert.Equal(4, unknown.Requests);
    }

    [Theory]
    [InlineData("<html>sign in to the network</html>")]
    [InlineData("[]")]
    [InlineData("""{"value":[{"PartitionKey":"p","RowKey":"a","C00@odata.type":"Edm.Binary","C00":"not base64!"}]}""")]
    public async Task An_answer_of_something_else_is_a_failure_and_not_an_empty_table(string body)
    {
        using var service = new AnsweringHandler((_, _) => TestTables.Answer(HttpStatusCode.OK, body));

        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(TestTables.Rows(service)));

        Assert.Contains("its answer is none of a table service", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "text/html", "<html>sign in to the network</html>")]
    [InlineData(202, "text/html", "<html>sign in to the network</html>")]
    [InlineData(202, "multipart/mixed", "--x")]
    [InlineData(202, "multipart/mixed; boundary=x", "")]
    [InlineData(202, "multipart/mixed; boundary=x", "--x\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 20")]
    [InlineData(202, "multipart/mixed; boundary=x", "--y\r\n\r\n--y--\r\n")]
    public async Task A_batch_that_something_else_answers_is_a_failure_and_not_kept(int status, string type, string body)
    {
        using var service = new AnsweringHandler((_, _) =>
        {
            var answer = TestTables.Answer((HttpStatusCode)status, body);
            answer.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
            return answer;
        });

        var failure = await Assert.ThrowsAsync<StoreException>(() =>
            TestTables.Rows(service).SubmitAsync("p", [new RowChange.Put("a", "x"u8.ToArray())], CancellationToken.None));

        Assert.EndsWith("check the address in CreditMonitor:Storage.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_with_fewer_answers_than_operations_is_a_failure()
    {
        using var service = new AnsweringHandler((_, _) => TestTables.Stored(1));

        RowChange[] two = [new RowChange.Put("a", "x"u8.ToArray()), new RowChange.Put("b", "x"u8.ToArray())];

        await Assert.ThrowsAsync<StoreException>(() => TestTables.Rows(service).SubmitAsync("p", two, CancellationToken.None));
    }

    [Fact]
    public async Task Pages_go_on_while_there_is_a_continuation_even_when_they_are_empty()
    {
        var asked = new List<string>();
        using var service = new AnsweringHandler((request, n) =>
        {
            asked.Add(request.RequestUri!.Query);
            var answer = TestTables.Answer(HttpStatusCode.OK, n == 3 ? """{"value":[{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"a"}]}""" : """{"value":[]}""");
            if (n < 3)
            {
                answer.Headers.Add("x-ms-continuation-NextPartitionKey", "1!4!cA=+");
                answer.Headers.Add("x-ms-continuation-NextRowKey", $"1!4!{n}");
            }

            return answer;
        });

        Assert.Equal("a", Assert.Single(await TestTables.Rows(service).ReadRangeAsync("p", "a", "b", 5, CancellationToken.None)).Key);
        Assert.DoesNotContain("NextPartitionKey", asked[0], StringComparison.Ordinal);
        Assert.EndsWith("&NextPartitionKey=1%214%21cA%3D%2B&NextRowKey=1%214%212", asked[2], StringComparison.Ordinal);
        Assert.All(asked, query => Assert.Contains("$top=5", query, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_credential_that_gets_no_token_is_told_in_one_sentence()
    {
        using var service = new AnsweringHandler((_, _) => throw new InvalidOperationException("Nothing is sent without a token."));
        var rows = new TableRowStore(new TableServiceClient(TestTables.Endpoint, new NoToken(), TestTables.Options(service)));

        var failure = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(rows));

        Assert.Contains("no token was given for it (ManagedIdentityCredential authentication unavailable); check the managed identity", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_service_that_never_answers_is_given_up()
    {
        var clock = new ImpatientClock();
        using var service = new SilentHandler();
        var rows = new TableRowStore(TestTables.Service(service), clock);

        var read = ReadAsync(rows);
        clock.Expire();

        Assert.Contains("it did not answer in time", (await Assert.ThrowsAsync<StoreException>(() => read)).Message, StringComparison.Ordinal);
        Assert.Equal(TableRowStore.Patience, clock.Asked);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_no_failure_of_the_store()
    {
        using var stop = new CancellationTokenSource();
        using var service = new SilentHandler(stop.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TestTables.Rows(service).ReadRangeAsync("p", "a", "b", null, stop.Token));
    }

    [Fact]
    public async Task No_failure_holds_the_key_or_the_signature()
    {
        using var service = new AnsweringHandler((_, _) => TestTables.Answer(HttpStatusCode.Forbidden, Xml, "AuthorizationFailure", "application/xml"));
        var bySas = new TableRowStore(new TableServiceClient("TableEndpoint=https://acme.table.core.windows.net;SharedAccessSignature=sv=2019-02-02&sig=c2VjcmV0", TestTables.Options(service)));

        var texts = new List<string> { bySas.Description };
        foreach (var rows in new[] { bySas, TestTables.Rows(service) })
        {
            texts.Add((await Assert.ThrowsAsync<StoreException>(() => ReadAsync(rows))).ToString());
        }

        Assert.DoesNotContain(texts, text => text.Contains("c2VjcmV0", StringComparison.Ordinal) || text.Contains("sig=", StringComparison.Ordinal) || text.Contains("SharedKeyLite", StringComparison.Ordinal));
    }

    private static Task<ImmutableArray<StoredRow>> ReadAsync(TableRowStore rows) => rows.ReadRangeAsync("p", "a", "b", null, CancellationToken.None);

    private sealed class NoToken : TokenCredential
    {
        private const string Says = "ManagedIdentityCredential authentication unavailable. No response received.\nSee the troubleshooting guide";

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException(Says);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new CredentialUnavailableException(Says);
    }

    /// <summary>Its one timer goes off when the test says so.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        private Action? _expire;

        public TimeSpan? Asked { get; private set; }

        public void Expire() => _expire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked = dueTime;
            _expire = () => callback(state);
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
