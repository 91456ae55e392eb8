using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Testing;

namespace CreditMonitor.Core.Tests.Ledger.Documents;

public class LedgerDocumentTests
{
    private const string Example = """
        { "burn_order":"promotional_first", "made_by":{"nobody":["cares"]},
          "grants": [ {"id":"g1","kind":"paid","amount":"1000","effective_at":"2026-02-03T10:00:00Z","expires_at":"2027-02-03T10:00:00Z","voided_at":null} ],
          "usage":  [ {"id":"u1","at":"2026-02-04T00:00:00Z","amount":"12.5"}, {"day":"2026-02-05","amount":"3"} ],
          "refunds":[ {"id":"r1","at":"2026-02-06T00:00:00Z","grant_id":"g1","amount":"5"} ] }
        """;

    [Fact]
    public void The_contracts_example_gives_the_contracts_answer()
    {
        var state = CreditLedger.Replay(FactsOf(Example));

        using var written = JsonDocument.Parse(LedgerDocument.Write(state));
        var root = written.RootElement;
        Assert.Equal(["as_of", "balance", "overage", "grants", "draws", "anomalies"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal("2026-02-06T00:00:00.0000001Z", root.GetProperty("as_of").GetString());
        Assert.Equal(("979.5", "0"), (root.GetProperty("balance").GetString(), root.GetProperty("overage").GetString()));
        Assert.Equal(
            """{"amount":"1000","consumed":"15.5","expired":"0","voided":"0","refunded":"5","never_effective":"0","pending":"0","remaining":"979.5","state":"active"}""",
            root.GetProperty("grants").GetProperty("g1").GetRawText());
        Assert.Equal("""{"at":"2026-02-04T00:00:00Z","grant_id":"g1","amount":"12.5"}""", root.GetProperty("draws")[0].GetRawText());
        Assert.Equal("""{"at":"2026-02-05T23:59:59.9999999Z","grant_id":"g1","amount":"3"}""", root.GetProperty("draws")[1].GetRawText());
    }

    [Fact]
    public void Days_and_anomalies_are_written_as_the_contract_has_them()
    {
        var daily = CreditLedger.ReplayDaily(ALedger.With(AGrant.Of(2)).Refunding("grant-2", 3, Moments.Noon.AddHours(1), "r"), Moments.Utc("2026-03-11T00:00:00Z"));

        var text = LedgerDocument.Write(daily.State, daily.Days);

        Assert.Contains("""{"kind":"refund_unmet","id":"r","amount":"1"}""", text, StringComparison.Ordinal);
        Assert.EndsWith("""  "days":[{"day":"2026-03-10","remaining":{},"balance":"0","overage":"0"}]}""".Trim(), text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_due_on_an_invoice_is_written_only_where_there_is_any()
    {
        var facts = ALedger.With().Using(2, Moments.Noon);

        Assert.DoesNotContain("due_on_invoice", LedgerDocument.Write(CreditLedger.Replay(facts)), StringComparison.Ordinal);
        Assert.Contains("\"due_on_invoice\":\"2\"", LedgerDocument.Write(CreditLedger.Replay(facts.BilledMonthlyFrom(Moments.Noon))), StringComparison.Ordinal);
    }

    [Fact]
    public void Amounts_are_exact_as_text_and_as_number_in_any_notation()
    {
        var facts = FactsOf("""{"grants":[],"usage":[{"at":"2026-02-04T00:00:00Z","amount":0.1},{"at":"2026-02-04T00:00:00Z","amount":7.3E-8},{"at":"2026-02-04T00:00:00Z","amount":"0E-6176"}]}""");

        Assert.Equal([0.1m, 0.000000073m, 0m], facts.Usage.Select(used => used.Amount.Amount));
    }

    [Fact]
    public void Dropped_decimals_are_said()
    {
        var read = Assert.IsType<LedgerInput.Ok>(LedgerDocument.Read("""{"grants":[],"usage":[{"day":"2026-02-04","amount":"0.1234567890125"}]}"""));

        Assert.Equal("$.usage[0].amount: decimals beyond the 12th were rounded half to even, giving 0.123456789012.", Assert.Single(read.Remarks));
    }

    [Fact]
    public void An_expiry_of_null_is_never_and_an_absent_one_is_a_year_for_paid_credit()
    {
        var facts = FactsOf("""{"grants":[{"id":"n","kind":"paid","amount":1,"effective_at":"2026-01-01T00:00:00Z","expires_at":null},{"id":"a","kind":"paid","amount":1,"effective_at":"2026-01-01T00:00:00Z"}],"usage":[]}""");

        Assert.Equal([null, Moments.Utc("2027-01-01T00:00:00Z")], facts.Grants.Select(grant => grant.End));
    }

    [Fact]
    public void Instants_may_have_any_offset_and_burn_orders_both_names()
    {
        var facts = FactsOf("""{"burn_order":"soonest_expiring_first","grants":[],"usage":[{"at":"2026-02-04T01:30:00.123456789+05:30","amount":1}],"refunds":null}""");

        Assert.Equal(Moments.Utc("2026-02-03T20:00:00.1234567Z"), facts.Usage[0].At);
        Assert.Equal(BurnOrder.SoonestExpiringFirst, facts.BurnOrder);
    }

    [Theory]
    [InlineData("""{"usage":[]}""", "$.grants: expected an array, [] when there is nothing to tell.")]
    [InlineData("""{"grants":[]}""", "$.usage: expected an array, [] when there is nothing to tell.")]
    [InlineData("""{"grants":[],"usage":[],"refunds":{}}""", "$.refunds: expected an array, [] when there is nothing to tell.")]
    [InlineData("""{"grants":[],"usage":[],"burn_order":"fifo"}""", "$.burn_order: expected \"promotional_first\" or \"soonest_expiring_first\", but found \"fifo\".")]
    [InlineData("""{"grants":[],"usage":[7]}""", "$.usage[0]: expected an object.")]
    [InlineData("""{"grants":[],"usage":[{"at":"2026-02-04T00:00:00","amount":1}]}""", "$.usage[0].at: expected an instant with an offset such as \"2026-03-01T00:00:00Z\", but found \"2026-02-04T00:00:00\".")]
    [InlineData("""{"grants":[],"usage":[{"amount":1}]}""", "$.usage[0].at: expected an instant with an offset such as \"2026-03-01T00:00:00Z\", but it is missing.")]
    [InlineData("""{"grants":[],"usage":[{"day":"2026-2-4","amount":1}]}""", "$.usage[0].day: expected a UTC day such as \"2026-03-01\", but found \"2026-2-4\".")]
    [InlineData("""{"grants":[],"usage":[{"day":"2026-02-04","at":"2026-02-04T00:00:00Z","amount":1}]}""", "$.usage[0].day: expected either an instant (at) or a day, but found both.")]
    [InlineData("""{"grants":[],"usage":[{"day":"2026-02-04","amount":"-1"}]}""", "$.usage[0].amount: expected an amount in US dollars, not negative, such as \"12.50\", but found \"-1\".")]
    [InlineData("""{"grants":[],"usage":[{"day":"2026-02-04","amount":"12,5"}]}""", "$.usage[0].amount: expected an amount in US dollars, not negative, such as \"12.50\", but \"12,5\" is not a decimal number.")]
    [InlineData("""{"grants":[],"usage":[{"day":"2026-02-04","amount":1e12}]}""", "$.usage[0].amount: expected an amount in US dollars, not negative, such as \"12.50\", but 1e12 is 10^12 or more, which no amount may be.")]
    [InlineData("""{"grants":[],"usage":[],"refunds":[{"at":"2026-02-04T00:00:00Z","amount":1}]}""", "$.refunds[0].grant_id: expected the id of a grant, but it is missing.")]
    [InlineData("""{"grants":[],"usage":[{"day":"2026-02-04","amount":1,"id":"\ud800"}]}""", "$.usage[0].id: expected a text, but found \"\\ud800\".")]
    [InlineData("[]", "$: expected a ledger document, but the text is no JSON object.")]
    public void A_fault_is_one_sentence_that_names_its_place_and_what_is_expected(string json, string sentence)
    {
        Assert.Equal(sentence, Assert.Single(ErrorsOf(json)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"grants\":[],\"grants\":[]}")]
    [InlineData("{\"grants\":[],\"usage\":[],} // no")]
    [InlineData("{\"\\ud800\":1,\"grants\":[],\"usage\":[]}")]
    public void Text_that_is_no_JSON_is_one_error_and_no_exception(string text)
    {
        Assert.StartsWith("$: expected a ledger document, but the text is not valid", Assert.Single(ErrorsOf(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_one_error_and_no_exception()
    {
        Assert.Equal("$: expected a ledger document, but the text is not valid Unicode.", Assert.Single(ErrorsOf("\"\ud800\"")));
    }

    [Fact]
    public void Nesting_and_length_are_bounded()
    {
        Assert.Single(ErrorsOf(new string('[', 10_000)));
        Assert.Single(ErrorsOf(new string(' ', LedgerDocument.MaxLength + 1)));
    }

    [Fact]
    public void All_faults_are_told_at_once_and_a_repeated_id_with_its_first_place()
    {
        var errors = ErrorsOf("""{"grants":[{"id":"g","kind":"gift","amount":"x","effective_at":"today"},{"id":"g","kind":"paid","amount":1,"effective_at":"2026-01-01T00:00:00Z"}]}""");

        Assert.Equal(
            ["$.grants[0].kind", "$.grants[0].amount", "$.grants[0].effective_at", "$.grants[1].id", "$.usage"],
            errors.Select(error => error[..error.IndexOf(':', StringComparison.Ordinal)]));
        Assert.Equal("$.grants[1].id: expected an id of its own, but $.grants[0] has the same one.", errors[3]);
    }

    [Fact]
    public void Only_the_first_fifty_faults_are_put_into_words()
    {
        var read = Assert.IsType<LedgerInput.Invalid>(LedgerDocument.Read($$"""{"grants":[],"usage":[{{string.Join(',', Enumerable.Repeat("1", 80))}}]}"""));

        Assert.Equal((50, 80), (read.Errors.Length, read.Total));
    }

    [Fact]
    public void A_long_value_is_quoted_only_in_part()
    {
        Assert.True(ErrorsOf($$"""{"grants":[],"usage":[],"burn_order":"{{new string('x', 5_000)}}"}""")[0].Length < 250);
    }

    [Fact]
    public void A_refund_that_names_an_unknown_grant_is_no_error_of_the_document()
    {
        Assert.Single(FactsOf("""{"grants":[],"usage":[],"refunds":[{"at":"2026-02-04T00:00:00Z","grant_id":"nobody","amount":1}]}""").Refunds);
    }

    [Fact]
    public void Whatever_is_cut_out_of_or_put_into_a_document_reading_it_never_throws() => Seeds.ForEach(2_000, seed =>
    {
        var random = new Random(seed);
        const string Odd = "{}[]\":,0-eE\\\ud800Z\0 ";
        var text = Example.ToCharArray();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            text[random.Next(text.Length)] = Odd[random.Next(Odd.Length)];
        }

        if (LedgerDocument.Read(new string(text)) is LedgerInput.Ok(var facts, _))
        {
            CreditLedger.Replay(facts);
        }
    });

    private static LedgerFacts FactsOf(string json) => Assert.IsType<LedgerInput.Ok>(LedgerDocument.Read(json)).Facts;

    private static ImmutableArray<string> ErrorsOf(string json) => Assert.IsType<LedgerInput.Invalid>(LedgerDocument.Read(json)).Errors;
}
