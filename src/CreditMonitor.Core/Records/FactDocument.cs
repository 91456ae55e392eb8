using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Records;

/// <summary>Facts read from JSON, or every fault in it, a sentence each with its JSON path.</summary>
public sealed record FactsRead(ImmutableArray<RecordedFact> Facts, ImmutableArray<string> Faults, ImmutableArray<string> Remarks);

/// <summary>Reads what the HTTP API is told: one JSON object, or an array of up to <see cref="MostAtOnce"/>. Unknown fields are ignored; a <c>null</c> counts as absent.</summary>
public static class FactDocument
{
    public const int MostAtOnce = 500;

    /// <summary><c>{"id","kind","amount","effective_at","expires_at"?,"voided_at"?,"purchased_at"?}</c>. An <c>expires_at</c> of <c>null</c> is never;
    /// left out, a paid grant lapses after a year.</summary>
    public static FactsRead Grants(string json, DateTimeOffset toldAt, string toldBy) => Read(json, "grants", fact =>
    {
        var id = Id(fact, required: true);
        var kind = fact.Choice("kind", required: true, ("paid", GrantKind.Paid), ("promotional", GrantKind.Promotional));
        var amount = fact.Amount("amount");
        var effectiveAt = fact.Instant("effective_at", required: true);
        var expiresAt = fact.Instant("expires_at", required: false);
        var voidedAt = fact.Instant("voided_at", required: false);
        var purchasedAt = fact.Instant("purchased_at", required: false);
        return id is null || kind is null || amount is null || effectiveAt is null ? null : new RecordedGrant(
            toldAt, toldBy, new CreditGrant(id, kind.Value, amount.Value, effectiveAt.Value, expiresAt, voidedAt, purchasedAt) { NeverExpires = fact.IsExplicitNull("expires_at") });
    });

    /// <summary><c>{"id"?,"amount","at"?}</c>. Without <c>at</c> it was read now; without <c>id</c> its instant names it.</summary>
    public static FactsRead BalanceReadings(string json, DateTimeOffset toldAt, string toldBy) => Read(json, "balance_readings", fact =>
    {
        var id = Id(fact, required: false);
        var amount = fact.Amount("amount", signed: true);
        var at = Past(fact, toldAt);
        return amount is null ? null : new BalanceReading(id ?? InstantText.Format(at), toldAt, toldBy, at, amount.Value);
    });

    /// <summary><c>{"id","kind","amount","at"?,"tax"?,"credit"?,"currency"?}</c>; the kinds are <see cref="ReceiptKind"/>'s, in snake_case. Without <c>at</c> it was paid now.</summary>
    public static FactsRead Receipts(string json, DateTimeOffset toldAt, string toldBy) => Read(json, "receipts", fact =>
    {
        var id = Id(fact, required: true);
        var kind = fact.Choice("kind", required: true, ReceiptKinds);
        var currency = fact.Currency("currency");
        var amount = fact.Money("amount", currency);
        var (tax, credit) = (fact.Money("tax", currency, required: false), fact.Amount("credit", required: false));
        var at = Past(fact, toldAt);
        return id is null || kind is null || amount is null ? null : new Receipt(id, toldAt, toldBy, at, kind.Value, amount.Value, tax, credit);
    });

    /// <summary><c>{"id"?,"code","at"?,"project"?}</c>: a call to the API was refused with this error code; a <c>code</c> of <c>null</c> says that one succeeded.</summary>
    public static FactsRead Refusals(string json, DateTimeOffset toldAt, string toldBy) => Read(json, "refusals", fact =>
    {
        var code = fact.Text("code", "an error code such as \"credit_balance_exhausted\", or null for a call that succeeded", required: !fact.IsExplicitNull("code"));
        var at = Past(fact, toldAt);
        return new CallReport(Id(fact, required: false) ?? $"{InstantText.Format(at)} {code ?? "ok"}", toldAt, toldBy, at, code, fact.Text("project", "a project's id", required: false));
    });

    /// <summary><c>{"auto_recharge":{"enabled","threshold"?,"restore_to"?,"monthly_cap"?}}</c>, <c>{"plan":"cancelled"|"active"}</c>, <c>{"card":{"last_four":"4242","ends":"2027-03"}}</c>, or several; <c>at</c> when it was so, default now.</summary>
    public static FactsRead Account(string json, DateTimeOffset toldAt, string toldBy) => ReadMany(json, "account", fact =>
    {
        var at = Past(fact, toldAt);
        var facts = new List<RecordedFact>();
        if (fact.Object("auto_recharge") is { } recharge && recharge.Flag("enabled", required: true) is { } enabled)
        {
            facts.Add(new AutoRechargeSetting(
                InstantText.Format(at), toldAt, toldBy, at, enabled, recharge.Amount("threshold", required: false), recharge.Amount("restore_to", required: false), recharge.Amount("monthly_cap", required: false)));
        }

        if (fact.Choice("plan", required: false, ("cancelled", true), ("active", false)) is { } cancelled)
        {
            facts.Add(new PlanChange(InstantText.Format(at), toldAt, toldBy, at, cancelled));
        }

        if (fact.Object("card") is { } card && CardOf(card) is var (lastFour, ends))
        {
            facts.Add(new PaymentCard(InstantText.Format(at), toldAt, toldBy, at, lastFour, ends));
        }

        if (!fact.Has("auto_recharge") && !fact.Has("plan") && !fact.Has("card"))
        {
            fact.Refuse("auto_recharge", "expected auto_recharge, plan, card, or several of them.");
        }

        return facts;
    });

    private static (string LastFour, DateOnly Ends)? CardOf(DocumentObject card)
    {
        const string Digits = "the card's last four digits such as \"4242\"";
        const string Month = "the month that is printed on the card, such as \"2027-03\"";
        var (lastFour, ends) = (card.Text("last_four", Digits, required: true), card.Text("ends", Month, required: true));
        if (lastFour is not null && !PaymentCard.IsLastFour(lastFour))
        {
            card.Refuse("last_four", $"expected {Digits}, and no more of its number.");
            lastFour = null;
        }

        var month = ends is null ? null : PaymentCard.MonthOf(ends);
        if (ends is not null && month is null)
        {
            card.Refuse("ends", $"expected {Month}.");
        }

        return lastFour is not null && month is { } known ? (lastFour, known) : null;
    }

    internal static readonly (string, ReceiptKind)[] ReceiptKinds = [.. Enum.GetValues<ReceiptKind>().Select(kind => (SnakeCase.Of(kind), kind))];

    /// <summary>The field <c>at</c>, or now; nothing that is told can lie ahead by more than clocks differ.</summary>
    private static DateTimeOffset Past(DocumentObject fact, DateTimeOffset toldAt)
    {
        var at = fact.Instant("at", required: false) ?? toldAt;
        if (at > toldAt + TimeSpan.FromMinutes(5))
        {
            fact.Refuse("at", "expected an instant that has passed; what is told cannot lie in the future.");
        }

        return at;
    }

    private static string? Id(DocumentObject fact, bool required)
    {
        var id = fact.Text("id", "a text that names it", required);
        if (id is not null && (id.Length > RecordedFact.MaxIdLength || id.Any(char.IsControl)))
        {
            fact.Refuse("id", $"expected at most {RecordedFact.MaxIdLength} characters without control characters.");
        }

        return id;
    }

    private static FactsRead Read(string json, string section, Func<DocumentObject, RecordedFact?> read) => ReadMany(json, section, fact => read(fact) is { } told ? [told] : []);

    private static FactsRead ReadMany(string json, string section, Func<DocumentObject, IReadOnlyList<RecordedFact>> read)
    {
        var faults = new DocumentFaults();
        var remarks = new DocumentFaults();
        var facts = ImmutableArray.CreateBuilder<RecordedFact>();
        if (JsonUnicode.FaultOf(json) is { } broken)
        {
            faults.Add(new JsonPlace(), null, $"expected a JSON object or an array of them, but {broken}.");
            return new FactsRead([], faults.Kept, []);
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            var elements = Elements(document.RootElement, section, faults);
            foreach (var (element, place) in elements)
            {
                if (element.ValueKind != JsonValueKind.Object)
                {
                    faults.Add(place, null, "expected an object.");
                }
                else
                {
                    facts.AddRange(read(new DocumentObject(element, place, faults, remarks)));
                }
            }
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            faults.Add(new JsonPlace(), null, $"expected a JSON object or an array of them, but the body is not valid JSON{PlaceOf(e)}.");
        }

        return new FactsRead(faults.Total > 0 ? [] : facts.ToImmutable(), faults.Kept, remarks.Kept);
    }

    private static string PlaceOf(Exception refused) =>
        refused is JsonException { LineNumber: { } line } json ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : "";

    private static List<(JsonElement, JsonPlace)> Elements(JsonElement root, string section, DocumentFaults faults)
    {
        var array = root.ValueKind == JsonValueKind.Object && root.TryGetProperty(section, out var inner) ? inner : root;
        if (array.ValueKind != JsonValueKind.Array)
        {
            return [(array, new JsonPlace())];
        }

        if (array.GetArrayLength() is 0 or > MostAtOnce)
        {
            faults.Add(new JsonPlace(), null, $"expected 1 to {MostAtOnce} elements, but found {array.GetArrayLength()}.");
            return [];
        }

        return [.. array.EnumerateArray().Select((element, index) => (element, new JsonPlace(section, index)))];
    }
}
