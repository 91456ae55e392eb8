using System.Text;
using CreditMonitor.Cli.Output;
using CreditMonitor.Cli.Simulation.Replay;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Scenarios;
using CreditMonitor.Core.Statements;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Http.Api;
using CreditMonitor.Intake.Statements;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Hostile;

/// <summary>Inputs that ended in a fault of the program once, each by its own reader, and the kinds that they stand for by inputs that
/// are changed at random.</summary>
public sealed class FilesThatBrokeSomethingOnce
{
    private const string Life = """
        {"id":"x","start":"2026-01-01T00:00:00Z","end":"2026-01-02T12:00:00Z","billing_minutes":60,"usage_minutes":60,"config":{"Alerts":{"LowBalanceDays":[7,3]},"BillingMode":"prepaid"},
        "events":[{"at":"2026-01-01T00:00:00Z","type":"credit_grant","id":"g1","kind":"paid","amount":20},{"at":"2026-01-01T01:00:00Z","type":"daily_cost","from":"2025-12-20","to":"2026-01-02","amount":"1.5","lag_hours":3},
        {"at":"2026-01-01T02:00:00Z","type":"usage","from":"2026-01-01T02:00:00Z","to":"2026-01-01T09:00:00Z","requests_per_hour":50,"model":"gpt-5","project":"p"},{"at":"2026-01-01T03:00:00Z","type":"receipt","id":"r1","kind":"auto_recharge","amount":21.6,"tax":1.6},
        {"at":"2026-01-01T04:00:00Z","type":"card_charge","id":"c1","amount":21.6,"description":"OPENAI","date":"2026-01-01"},{"at":"2026-01-01T05:00:00Z","type":"api_failure","until":"2026-01-01T07:00:00Z","mode":"garbage"},
        {"at":"2026-01-01T05:00:00Z","type":"other_organization","id":"other","daily_cost":3},{"at":"2026-01-01T06:00:00Z","type":"spend_limit","amount":100,"enforcing":true},{"at":"2026-01-01T06:30:00Z","type":"balance_reading","amount":"-2"}]}
        """;

    private const string Export = """
        {"organization":{"id":"acme","name":"Acme","time_zone":"UTC","burn_order":"promotional_first","billing_modes":[{"from":"0001-01-01T00:00:00Z","mode":"prepaid"}]},"exported_at":"2026-03-03T12:00:00Z",
        "grants":[{"grant":{"id":"g1","kind":"paid","amount":"1500","effective_at":"2026-03-01T09:30:00Z","expires_at":null,"voided_at":null,"purchased_at":null,"never_expires":false},"source":"configuration"}],
        "costs":[{"day":"2026-03-01","amount":"4.5","quality":"complete","as_of":"2026-03-02T03:00:00Z","rows":[{"project_id":"p","line_item":"gpt-5, input","api_key_id":null,"amount":"4.5"}]},{"day":"2026-03-02","amount":"1","quality":"complete","as_of":"2026-03-03T03:00:00Z","rows":[]}],
        "told":[{"fact":"balance_reading","at":"2026-03-02T12:00:00Z","amount":"10","id":"b1","told_at":"2026-03-02T12:00:00Z","told_by":"this machine"},{"fact":"grant","told_at":"2026-03-02T12:00:00Z","told_by":"ops","grant":{"id":"g2","kind":"promotional","amount":"5","effective_at":"2026-03-01T09:30:00Z"}},
        {"fact":"alert_word","id":"low_balance","told_at":"2026-03-02T13:00:00Z","told_by":"ops","word":"acknowledged","until":null,"reason":"known"},{"fact":"receipt","id":"r1","told_at":"2026-03-02T13:00:00Z","told_by":"ops","at":"2026-03-02T13:00:00Z","for":"credit_purchase","amount":"21.6","tax":"1.6","credit":"20"}]}
        """;

    private static readonly string Folder = Path.Combine(PublishedPackage.Repository, "tests", "CreditMonitor.Application.Tests", "Hostile", "Inputs");

    public static TheoryData<string> Named(string pattern) => [.. Directory.GetFiles(Folder, pattern).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Named), "scenario-*")]
    [MemberData(nameof(Named), "replay-*")]
    public async Task A_scenario_is_replayed_or_refused_with_a_place(string file)
    {
        var read = ScenarioDocument.Read(await TextAsync(file));

        Assert.True(read.Scenario is not null || read.Faults.All(fault => fault.StartsWith('$')), string.Join(' ', read.Faults));
        Assert.NotEqual(read.Scenario is null, read.Faults.IsEmpty);
    }

    [Theory]
    [MemberData(nameof(Named), "statement-*")]
    [MemberData(nameof(Named), "ofx-*")]
    public async Task A_statement_is_read_or_refused(string file) => Assert.NotNull(AStatement.Read(await BytesAsync(file), new StatementOptions(Currency: "USD")));

    [Theory]
    [MemberData(nameof(Named), "ask-*")]
    public async Task What_is_told_is_refused_with_line_and_character(string file)
    {
        var text = await TextAsync(file);

        Assert.Contains("line 1, character ", Assert.Single(FactDocument.Refusals(text, AWorld.Start, "test").Faults), StringComparison.Ordinal);
        Assert.StartsWith("line 1, character ", JsonBody.Read(text).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Named), "sgevents-*")]
    public async Task An_event_that_is_no_text_is_left_out_and_the_others_of_its_batch_count(string file)
    {
        byte[] broken = await BytesAsync(file);
        byte[] good = [.. """,{"mail_id":"00112233445566778899aabbccddeeff","event":"bounce","type":"bounce","timestamp":1780000000}]"""u8];

        Assert.Empty(SendGridEvents.Read(broken)!.Value);
        Assert.Single(SendGridEvents.Read([.. broken.AsSpan(0, broken.AsSpan().LastIndexOf((byte)']')), .. good])!.Value);
    }

    [Fact]
    public async Task A_table_of_charges_with_a_column_twice_says_which()
    {
        var lines = StatementCsv.Split("row,export,charge_id,date,date,amount,currency,description,status\n1,a,,2026-03-01,2026-03-02,5,USD,OPENAI,posted\n");

        Assert.Equal(["line 1: the column date is there twice; which of them counts cannot be known."], MovementTable.Read(lines).Faults);
        Assert.NotEmpty(MovementTable.Read(StatementCsv.Split(await TextAsync("movements-21.bin"))).Faults);
    }

    [Fact]
    public async Task Every_one_of_them_ends_at_the_command_line_with_its_name_and_status_3_or_is_read()
    {
        using var program = new AProgram();
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "billing.json"), """{"as_of":"2026-03-01T00:00:00Z"}""");
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "holed.json"), Export.Replace("\"told\":[", "\"told\":[null,", StringComparison.Ordinal));
        foreach (var (code, arguments) in new (int, string[])[]
        {
            (3, ["replay", In("scenario-lone.json")]), (3, ["replay", In("scenario-14.bin")]), (3, ["replay", "--from-export", "holed.json"]), (3, ["replay", "--from-export", In("scenario-lone.json")]),
            (3, ["reconcile", "--charges", In("movements-21.bin"), "--billing", "billing.json"]), (3, ["reconcile", "--charges", In("ofx-500.ofx"), "--billing", In("ask-0.bin")]), (0, ["import", "--dry-run", In("ofx-500.ofx")]),
        })
        {
            var ending = await program.RunAsync(arguments);

            Assert.True(ending.Code == code, $"{ending.Code} after {string.Join(' ', arguments)}: {ending.Error}");
            Assert.DoesNotContain("   at ", ending.Error, StringComparison.Ordinal);
            Assert.All(ending.Sentences, sentence => Assert.Contains(arguments, argument => sentence.StartsWith($"creditmonitor: {argument}: ", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void A_scenario_changed_anywhere_is_read_or_refused_with_a_place()
    {
        var random = new Random(13);
        for (var round = 0; round < 5_000; round++)
        {
            var read = ScenarioDocument.Read(Mutation.Of(Life, random));
            Assert.True(read.Scenario is not null || (read.Faults.Length > 0 && read.Faults.All(fault => fault.StartsWith('$'))), string.Join(' ', read.Faults));
        }
    }

    [Fact]
    public async Task A_scenario_that_is_read_is_replayed_to_its_end_or_its_configuration_is_refused()
    {
        var random = new Random(17);
        for (var lives = 0; lives < 25;)
        {
            if (ScenarioDocument.Read(Mutation.Of(Life, random)).Scenario is { } scenario && scenario.End - scenario.Start < TimeSpan.FromDays(10) && scenario.Billing > TimeSpan.FromMinutes(10))
            {
                lives++;
                try
                {
                    await new ReplayRun(scenario, null, (_, _) => { }).RunAsync(CancellationToken.None);
                }
                catch (CommandFailure refused)
                {
                    Assert.True(refused.Code == 3, refused.Message);
                }
            }
        }
    }

    [Fact]
    public async Task An_export_changed_anywhere_is_read_or_refused_with_a_sentence()
    {
        var random = new Random(19);
        Assert.Null(ExportedLife.Read(Export).Problem);
        for (var (round, lives) = (0, 0); round < 5_000; round++)
        {
            var (scenario, problem) = ExportedLife.Read(Mutation.Of(Export, random));
            Assert.NotEqual(scenario is null, problem is null);
            if (scenario is not null && lives < 10 && scenario.End - scenario.Start < TimeSpan.FromDays(10))
            {
                lives++;
                await new ReplayRun(scenario, null, (_, _) => { }).RunAsync(CancellationToken.None);
            }
        }
    }

    [Theory]
    [InlineData("\"costs\":[", "\"costs\":[null,", "$.costs[0] is null")]
    [InlineData("\"grants\":[", "\"grants\":[null,", "$.grants[0] is null")]
    [InlineData("\"told\":[", "\"told\":[null,", "$.told[0] is null")]
    [InlineData("\"rows\":[{", "\"rows\":[null,{", "a row of 2026-03-01 is null")]
    [InlineData("\"id\":\"acme\",", "", "id")]
    [InlineData("\"id\":\"acme\"", "\"id\":null", "$.organization.id")]
    [InlineData("\"name\":\"Acme\"", "\"name\":\"\\ud800\"", "line 1, character 38")]
    [InlineData("2026-03-03T12:00:00Z", "9999-12-31T23:59:59Z", "$.exported_at")]
    [InlineData("\"day\":\"2026-03-01\"", "\"day\":\"0001-01-01\"", "$.exported_at")]
    public void What_is_missing_in_an_export_is_named(string from, string to, string named) =>
        Assert.Contains(named, ExportedLife.Read(Export.Replace(from, to, StringComparison.Ordinal)).Problem, StringComparison.Ordinal);

    private static string In(string file) => Path.Combine(Folder, file);

    private static Task<byte[]> BytesAsync(string file) => File.ReadAllBytesAsync(In(file));

    private static Task<string> TextAsync(string file) => File.ReadAllTextAsync(In(file), Encoding.UTF8);
}
