using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Intake.Statements;

/// <summary>Importing a file twice, or overlapping exports, adds nothing.</summary>
public sealed class StatementIdsTests
{
    private const string Header = "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n";
    private const string First = "03/02/2026,03/03/2026,OPENAI,Shopping,Sale,-54.36,\n";
    private const string Second = "03/05/2026,03/06/2026,OPENAI,Shopping,Sale,-21.74,\n";

    [Fact]
    public void The_same_file_twice_adds_nothing_and_says_so_row_by_row()
    {
        var twice = AStatement.Files(Header + First + Second, Header + First + Second);

        Assert.Equal(2, twice.Rows.Length);
        Assert.Equal([("2.csv", 2), ("2.csv", 3)], twice.Skipped.Select(skipped => (skipped.File, skipped.Line)));
    }

    [Fact]
    public void A_later_file_adds_only_what_goes_beyond_the_largest_count_before()
    {
        var files = AStatement.Files(Header + First + First, Header + First, Header + First + First + First);

        Assert.Equal(["1.csv", "1.csv", "3.csv"], files.Rows.Select(row => row.File));
        Assert.Equal(3, files.Rows.Select(row => row.Row.Id).Distinct().Count());
    }

    [Fact]
    public void The_order_of_files_and_rows_changes_no_id()
    {
        static IEnumerable<string> Ids(params string[] texts) => AStatement.Files(texts).Rows.Select(row => row.Row.Id).Order(StringComparer.Ordinal);

        var ids = Ids(Header + First + First + Second);
        Assert.Equal(ids, Ids(Header + Second + First + First));
        Assert.Equal(ids, Ids(Header + Second, Header + First + First));
        Assert.Equal(ids, Ids(Header + First, Header + Second + First + First));
    }

    [Fact]
    public void Spaces_and_case_make_no_new_row()
    {
        Assert.Equal(2, AStatement.Files(Header + First + Second, Header + First.Replace("OPENAI", "OpenAI  ", StringComparison.Ordinal)).Rows.Length);
    }

    [Fact]
    public void A_pending_row_gives_way_to_the_posted_one_of_a_later_file_and_is_not_kept()
    {
        const string Head = "Date (UTC),Description,Amount,Status,Bank Description\n";
        var files = AStatement.Files(Head + "03-06-2026,OpenAI,-54.36,Pending,OPENAI", Head + "03-07-2026,OpenAI,-54.36,Sent,OPENAI");

        Assert.Equal("2.csv", Assert.Single(files.Rows).File);
        Assert.Equal("was pending, and a later file has it posted", Assert.Single(files.Skipped).Reason);
        Assert.Empty(AStatement.Files(Head + "03-06-2026,OpenAI,-54.36,Pending,OPENAI").OpenAIOnly().Rows);
    }

    [Fact]
    public void Only_what_is_OpenAIs_is_kept_under_the_text_that_the_merchant_sent()
    {
        var kept = AStatement.Files("Date (UTC),Description,Amount,Status,Bank Description\n03-06-2026,OpenAI,-54.36,Sent,OPENAI *CHATGPT SUBSCR\n03-06-2026,Gusto,-1.00,Sent,GUSTO").OpenAIOnly();

        var charge = Assert.IsType<Core.Records.CardCharge>(Assert.Single(kept.Facts(DateTimeOffset.UnixEpoch, "test")));
        Assert.Equal(("OPENAI *CHATGPT SUBSCR", "USD", 54.36m), (charge.Description, charge.Currency, charge.Amount.Amount));
        Assert.Equal(("not OpenAI's", 3), (Assert.Single(kept.Skipped).Reason, kept.Skipped[0].Line));
    }
}
