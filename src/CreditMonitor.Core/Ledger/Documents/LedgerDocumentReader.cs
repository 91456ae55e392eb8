using System.Collections.Immutable;
using System.Text.Json;

namespace CreditMonitor.Core.Ledger.Documents;

/// <summary>JSON text to facts, reporting all faults at once.</summary>
internal sealed class LedgerDocumentReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = LedgerDocument.MaxDepth, AllowDuplicateProperties = false };

    private readonly DocumentFaults faults = new();
    private readonly DocumentFaults remarks = new();
    private readonly Dictionary<string, JsonPlace> grantPlaces = new(StringComparer.Ordinal);

    public static LedgerInput Read(string json)
    {
        if (json.Length > LedgerDocument.MaxLength)
        {
            return NotADocument($"is {json.Length} characters long; at most {LedgerDocument.MaxLength} are read");
        }

        using var document = Parse(json, out var fault);
        return document is null ? NotADocument(fault) : new LedgerDocumentReader().Read(document.RootElement);
    }

    private static JsonDocument? Parse(string json, out string fault)
    {
        fault = "";
        try
        {
            return JsonDocument.Parse(json.AsMemory(json.StartsWith('\uFEFF') ? 1 : 0), Options);
        }
        catch (JsonException refused)
        {
            var place = refused.LineNumber is { } line ? $" (line {line + 1}, byte {refused.BytePositionInLine + 1})" : "";
            fault = $"is not valid JSON{place}, repeats a name in one object, or is nested deeper than {LedgerDocument.MaxDepth}";
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidOperationException)
        {
            // Half of a surrogate pair: in the text itself the first, as an escape in a name the second.
            fault = "is not valid Unicode";
        }

        return null;
    }

    private static LedgerInput.Invalid NotADocument(string what) => new([$"$: expected a ledger document, but the text {what}."], 1);

    private LedgerInput Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return NotADocument("is no JSON object");
        }

        var order = Object(root, new JsonPlace())
            .Choice("burn_order", required: false, ("promotional_first", BurnOrder.PromotionalFirst), ("soonest_expiring_first", BurnOrder.SoonestExpiringFirst));
        var facts = new LedgerFacts(
            Elements(root, "grants", required: true, Grant),
            Elements(root, "usage", required: true, Used),
            Elements(root, "refunds", required: false, Refunded))
        {
            BurnOrder = order ?? BurnOrder.PromotionalFirst,
        };
        RefuseTooMuch(facts);
        return faults.Total > 0 ? new LedgerInput.Invalid(faults.Kept, faults.Total) : new LedgerInput.Ok(facts, remarks.Kept);
    }

    private DocumentObject Object(JsonElement element, JsonPlace place) => new(element, place, faults, remarks);

    private ImmutableArray<T> Elements<T>(JsonElement root, string section, bool required, Func<DocumentObject, JsonPlace, T?> read)
        where T : class
    {
        if (!root.TryGetProperty(section, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            if (required || array.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            {
                faults.Add(new JsonPlace(), section, "expected an array, [] when there is nothing to tell.");
            }

            return [];
        }

        var elements = ImmutableArray.CreateBuilder<T>(array.GetArrayLength());
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var place = new JsonPlace(section, index++);
            if (element.ValueKind != JsonValueKind.Object)
            {
                faults.Add(place, null, "expected an object.");
            }
            else if (read(Object(element, place), place) is { } fact)
            {
                elements.Add(fact);
            }
        }

        return elements.ToImmutable();
    }

    private CreditGrant? Grant(DocumentObject grant, JsonPlace place)
    {
        var id = grant.Text("id", "a text that names the grant", required: true);
        if (id is not null && !grantPlaces.TryAdd(id, place))
        {
            grant.Refuse("id", $"expected an id of its own, but {grantPlaces[id]} has the same one.");
        }

        var kind = grant.Choice("kind", required: true, ("paid", GrantKind.Paid), ("promotional", GrantKind.Promotional));
        var amount = grant.Amount("amount");
        var effectiveAt = grant.Instant("effective_at", required: true);
        var expiresAt = grant.Instant("expires_at", required: false);
        var voidedAt = grant.Instant("voided_at", required: false);
        return id is null || kind is null || amount is null || effectiveAt is null
            ? null
            : new CreditGrant(id, kind.Value, amount.Value, effectiveAt.Value, expiresAt, voidedAt) { NeverExpires = grant.IsExplicitNull("expires_at") };
    }

    private Usage? Used(DocumentObject usage, JsonPlace place)
    {
        var id = usage.Text("id", "a text", required: false);
        var amount = usage.Amount("amount");
        if (usage.Has("day") && usage.Has("at"))
        {
            usage.Refuse("day", "expected either an instant (at) or a day, but found both.");
            return null;
        }

        if (usage.Has("day"))
        {
            return usage.Day("day") is { } day && amount is { } ofDay ? Usage.OfDay(day, ofDay, id) : null;
        }

        return usage.Instant("at", required: true) is { } at && amount is { } spent ? new Usage(id, at, spent) : null;
    }

    private Refund? Refunded(DocumentObject refund, JsonPlace place)
    {
        var id = refund.Text("id", "a text", required: false);
        var grantId = refund.Text("grant_id", "the id of a grant", required: true);
        var at = refund.Instant("at", required: true);
        var amount = refund.Amount("amount");
        return grantId is null || at is null || amount is null ? null : new Refund(id, at.Value, grantId, amount.Value);
    }

    private void RefuseTooMuch(LedgerFacts facts)
    {
        var amounts = facts.Grants.Select(grant => grant.Amount).Concat(facts.Usage.Select(used => used.Amount)).Concat(facts.Refunds.Select(refund => refund.Amount));
        if (Usd.Sum(amounts) > Usd.LargestExactSum)
        {
            faults.Add(new JsonPlace(), null, $"expected amounts that add up to at most {Usd.LargestExactSum.ToExactString()}, up to where sums are exact.");
        }
    }
}
