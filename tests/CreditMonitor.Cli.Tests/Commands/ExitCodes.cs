using System.Text.Json;
using CreditMonitor.Cli.Commands;
using CreditMonitor.Cli.Output;
using CreditMonitor.Jobs;
using CreditMonitor.Polling;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>What a command ends with tells a script whose turn it is.</summary>
public sealed class ExitCodes
{
    public static TheoryData<Exception, int> Ends() => new()
    {
        { new CommandFailure(ExitCode.BadInput, "grants.csv, line 2: …"), 3 },
        { new StoreException("The store does not answer."), 4 },
        { new LostRaceException("acme"), 4 },
        { new RoundUnfinishedException("Two organizations were not polled."), 4 },
        { new IOException("Disk full."), 4 },
        { new UnauthorizedAccessException("Not yours."), 4 },
        { new HttpRequestException("No route."), 4 },
        { new OperationCanceledException(), 4 },
        { new KeyNotFoundException(), 5 },
        { new InvalidOperationException("Sequence contains no elements"), 5 },
        { new OverflowException(), 5 },
        { new JsonException("not ours"), 5 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_fault_of_the_program_is_told_from_a_remote_failure(Exception e, int code) => Assert.Equal(code, CommandLine.CodeOf(e));

    [Fact]
    public void A_fault_of_the_program_is_one_sentence_and_its_stack_is_shown_when_asked_for()
    {
        var fault = Assert.Throws<InvalidOperationException>((Action)(() => throw new InvalidOperationException("First line.\nSecond line.")));

        Assert.Equal(
            ["a fault of the program itself (InvalidOperationException: First line); run it again with --verbose for the details, and report them."],
            CommandLine.Lines(fault, verbose: false));
        Assert.Contains(nameof(A_fault_of_the_program_is_one_sentence_and_its_stack_is_shown_when_asked_for), Assert.Single(CommandLine.Lines(fault, verbose: true)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "status", "--check", "--nonsense")]
    [InlineData(2, "explain", "--check")]
    [InlineData(2, "grant", "add", "--reason=--check")]
    public async Task The_plugin_s_codes_are_for_status_check_alone(int code, params string[] arguments) =>
        Assert.Equal(code, await CommandLine.RunAsync(arguments));
}
