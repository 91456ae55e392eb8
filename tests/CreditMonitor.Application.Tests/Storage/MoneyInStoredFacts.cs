using System.Text.Json;
using System.Text.Json.Nodes;
using CreditMonitor.Core;
using CreditMonitor.Core.Records;
using CreditMonitor.Core.Statements;
using CreditMonitor.Storage;

namespace CreditMonitor.Application.Tests.Storage;

/// <summary>What programs read and what stores hold keeps its keys: the exact amount, and the currency beside it.</summary>
public class MoneyInStoredFacts
{
    private static readonly DateTimeOffset At = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_card_charge_is_stored_with_its_amount_and_its_currency_as_two_keys()
    {
        var charge = new CardCharge(At, "me", new CardRow(new DateOnly(2026, 3, 3), null, Money.Of(46.810m, "EUR"), "OPENAI") { Id = "c1", Line = 7, SourceId = "bank-9" });

        Assert.Equal(
            """{"fact":"card_charge","day":"2026-03-03","amount":"46.81","currency":"EUR","description":"OPENAI","kind":"card_charge","charged":"46.81 EUR","happened_at":"2026-03-03T00:00:00+00:00","id":"c1","told_at":"2026-03-10T12:00:00+00:00","told_by":"me"}""",
            Sorted(charge));
        Assert.Equal(charge, Again(charge));
    }

    [Fact]
    public void A_receipt_is_stored_with_its_amount_tax_credit_and_currency_as_it_always_was()
    {
        var receipt = new Receipt("r1", At, "me", At, ReceiptKind.CreditPurchase, Money.Of(54.44m, "USD"), Money.Of(4.44m, "USD"), new Usd(50));

        Assert.Equal(
            """{"fact":"receipt","at":"2026-03-10T12:00:00+00:00","for":"CreditPurchase","amount":"54.44","tax":"4.44","credit":"50","currency":"USD","claimed":false,"kind":"receipt","happened_at":"2026-03-10T12:00:00+00:00","paid":"$54.44","is_purchase":true,"promised":"50","id":"r1","told_at":"2026-03-10T12:00:00+00:00","told_by":"me"}""",
            Sorted(receipt));
        Assert.Equal(receipt, Again(receipt));
    }

    [Theory]
    [InlineData("""{"fact":"card_charge","id":"c","told_at":"2026-03-10T12:00:00Z","told_by":"me","day":"2026-03-03","amount":"much","currency":"EUR","description":"X"}""")]
    [InlineData("""{"fact":"card_charge","id":"c","told_at":"2026-03-10T12:00:00Z","told_by":"me","day":"2026-03-03","amount":"5","currency":"euro","description":"X"}""")]
    public void A_stored_amount_that_is_none_is_a_fault_of_the_row(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, StoreJson.Default.RecordedFact));

    private static RecordedFact? Again(RecordedFact fact) => JsonSerializer.Deserialize(JsonSerializer.Serialize(fact, StoreJson.Default.RecordedFact), StoreJson.Default.RecordedFact);

    /// <summary>The order of keys is of no meaning; the one they always had is shown.</summary>
    private static string Sorted(RecordedFact fact)
    {
        string[] order = ["fact", "at", "day", "for", "amount", "tax", "credit", "currency", "description", "posted", "claimed", "kind", "charged", "happened_at", "paid", "is_purchase", "promised", "id", "told_at", "told_by"];
        var node = JsonSerializer.SerializeToNode(fact, StoreJson.Default.RecordedFact)!.AsObject();
        var sorted = new JsonObject(node.OrderBy(pair => Array.IndexOf(order, pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        return sorted.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
