using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

public sealed class DemoOnTheCommandLine
{
    [Fact]
    public async Task The_demo_ends_with_a_summary_and_a_mail_that_a_person_can_read()
    {
        using var anywhere = new AProgram();

        var ending = await anywhere.RunAsync("demo", "--once");

        Assert.Equal(0, ending.Code);
        Assert.Contains("Sample organization", ending.Output, StringComparison.Ordinal);
        var mail = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(anywhere.Folder, ".creditmonitor", "demo", "mail"), "*.eml")[0]);
        Assert.Contains("This is the demo.", mail, StringComparison.Ordinal);
        Assert.Contains("List-Unsubscribe: <", mail, StringComparison.Ordinal);
        Assert.Contains("\r\nTo do: ", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("=0A", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_of_which_there_is_nothing_to_tell_leaves_no_mail_and_says_so()
    {
        using var anywhere = new AProgram();
        var days = Enumerable.Range(0, 120).Select(n => $"{new DateOnly(2026, 1, 1).AddDays(n):yyyy-MM-dd},2.5");
        await File.WriteAllLinesAsync(Path.Combine(anywhere.Folder, "bill.csv"), days.Prepend("date,amount"));

        var ending = await anywhere.RunAsync("demo", "--once", "--costs", "bill.csv");

        Assert.Equal(0, ending.Code);
        Assert.Empty(ending.Sentences);
        Assert.Contains("grants assumed", ending.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_with_a_bad_line_is_refused_by_file_line_and_field()
    {
        using var anywhere = new AProgram();
        await File.WriteAllTextAsync(Path.Combine(anywhere.Folder, "bill.csv"), "date,amount\n2026-03-01,1.5\n2026-03-02,lots\n");

        var ending = await anywhere.RunAsync("demo", "--once", "--costs", "bill.csv");

        Assert.Equal(3, ending.Code);
        Assert.Contains("bill.csv, line 3, amount", Assert.Single(ending.Sentences), StringComparison.Ordinal);
    }
}
