using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>A billing document read, or every fault in it, a sentence each with its JSON path.</summary>
/// <param name="Records">Null when there are faults.</param>
public sealed record BillingRead(BillingRecords? Records, ImmutableArray<string> Faults);

/// <summary>Reads billing records as JSON (the file of <c>reconcile --billing</c>; <c>docs/reconciliation.md</c>). Unknown fields are ignored.</summary>
public sealed class BillingDocument
{
    /// <summary>Many years of an organization that buys every hour.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    private const string APercentage = "a percentage, not negative, such as \"8.875\"";
    private const string ARate = "an exchange rate, not negative, such as \"0.9693\"";

    private readonly DocumentFaults _faults = new();
    private readonly DocumentFaults _remarks = new();

    private BillingDocument()
    {
    }

    public static BillingRead Read(string json)
    {
        var document = new BillingDocument();
        var records = document.Parse(json);
        return document._faults.Total > 0 ? new BillingRead(null, document._faults.Kept) : new BillingRead(records, []);
    }

    private BillingRecords? Parse(string json)
    {
        if (JsonUnicode.FaultOf(json) is { } broken)
        {
            _faults.Add(new JsonPlace(), null, $"expected a billing document, but {broken}.");
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(json.AsMemory(json.StartsWith('\uFEFF') ? 1 : 0), new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            if (parsed.RootElement.ValueKind == JsonValueKind.Object)
            {
                return Billing(parsed.RootElement);
            }

            _faults.Add(new JsonPlace(), null, "expected a billing document, but the text is no JSON object.");
        }
        catch (Exception refused) when (refused is JsonException or ArgumentException or InvalidOperationException)
        {
            _faults.Add(new JsonPlace(), null, "expected a billing document, but the text is not valid JSON.");
        }

        return null;
    }

    private BillingRecords Billing(JsonElement root)
    {
        var top = At(root, new JsonPlace());
        var purchases = Elements(root, "purchases", Purchase);
        var known = purchases.Select(purchase => purchase.Id).ToHashSet(StringComparer.Ordinal);
        var card = top.Object("card");
        var invoices = Elements(root, "invoices", (fields, _) => Invoice(fields, known));
        var percent = card is { } given ? given.Decimal("fx_fee_percent", APercentage, required: false) : null;
        var mode = card?.Choice("fx_fee_mode", required: false, ("none", 0), ("included", 1), ("separate", 2));
        var grants = Elements(root, "grants", Grant);
        return new BillingRecords(
            top.Instant("as_of", required: true) ?? default,
            card?.Element("timezone_offset_hours") is { ValueKind: JsonValueKind.Number } hours && hours.TryGetDecimal(out var offset) && Math.Abs(offset) <= 14m ? TimeSpan.FromHours((int)offset) + TimeSpan.FromMinutes((int)(offset % 1m * 60m)) : null,
            percent is { } of && mode is 1 or 2 ? new ForeignFee(percent.Value, mode == 1) : null,
            top.Object("org") is { } && root.GetProperty("org") is var org ? TaxRates(org) : [],
            [.. purchases, .. invoices.OfType<BillingRecord>(), .. OtherOrganizations(root)],
            grants,
            Elements(root, "refunds", Refund),
            Elements(root, "fx_reference", Rate))
        {
            IsFeeKnown = mode is not null,
        };
    }

    private ImmutableArray<(DateOnly From, decimal Percent)> TaxRates(JsonElement organization) =>
        [.. Elements(organization, "tax_rates", (fields, _) => (From: fields.Day("from") ?? default, Percent: fields.Decimal("rate", APercentage) ?? 0m)).OrderBy(rate => rate.From)];

    private static BillingRecord Purchase(DocumentObject fields, JsonElement element)
    {
        var kind = fields.Choice("kind", required: true, ("purchase", BillingRecordKind.Purchase), ("auto_recharge", BillingRecordKind.AutoRecharge)) ?? default;
        var status = fields.Choice("status", required: true, ("succeeded", false), ("failed", true)) ?? false;
        return new BillingRecord(Text(fields, "id"), kind, When(fields), Total(fields)) { Failed = status, Credits = fields.Money("credits", fields.Currency("currency")) };
    }

    /// <summary>An invoice of a purchase that is on record is the same charge; one whose purchase is missing stands for it.</summary>
    private static BillingRecord? Invoice(DocumentObject fields, HashSet<string> purchases)
    {
        var kind = fields.Choice("kind", required: true, ("credit_purchase", BillingRecordKind.Purchase), ("api_monthly", BillingRecordKind.MonthlyInvoice), ("chatgpt_subscription", BillingRecordKind.Subscription), ("chatgpt_credits", BillingRecordKind.ChatgptCredits)) ?? default;
        var status = fields.Text("status", "a status such as \"paid\"", required: false);
        var purchase = fields.Text("purchase_id", "a purchase's id", required: false);
        return status == "void" || (purchase is not null && purchases.Contains(purchase)) || (kind == BillingRecordKind.Purchase && status == "open") ? null
            : new BillingRecord(purchase ?? Text(fields, "id"), kind, When(fields), Total(fields)) { Credits = kind == BillingRecordKind.Purchase ? fields.Money("subtotal", fields.Currency("currency"), required: false) : null };
    }

    private IEnumerable<BillingRecord> OtherOrganizations(JsonElement root) =>
        Elements(root, "other_orgs", (_, organization) => Elements(organization, "invoices", (fields, _) =>
            fields.Text("status", "a status such as \"paid\"", required: false) == "void" ? null : new BillingRecord(Text(fields, "id"), BillingRecordKind.OtherOrg, When(fields), Total(fields))))
            .SelectMany(invoices => invoices).OfType<BillingRecord>();

    private static GrantRecord Grant(DocumentObject fields, JsonElement element)
    {
        var effective = fields.Instant("effective_at", required: true) ?? default;
        return new GrantRecord(
            Text(fields, "id"), Amount(fields), effective, fields.Instant("observed_at", required: false) ?? effective, fields.Text("purchase_id", "a purchase's id", required: false),
            (fields.Choice("kind", required: false, ("paid", true), ("promotional", false)) ?? true));
    }

    private static RefundRecord Refund(DocumentObject fields, JsonElement element) => new(
        Text(fields, "id"), fields.Instant("created_at", required: true) ?? default, Amount(fields), fields.Text("of", "a record's id", required: false));

    private static ReferenceRate Rate(DocumentObject fields, JsonElement element) => new(
        fields.Day("date") ?? default, Named(fields, "base"), Named(fields, "quote"), fields.Decimal("rate", ARate) ?? 0m);

    private static DateTimeOffset When(DocumentObject fields) => fields.Instant("paid_at", required: false) ?? fields.Instant("created_at", required: true) ?? default;

    private static string Text(DocumentObject fields, string field) => fields.Text(field, "a text that names it", required: true) ?? "";

    private static Money Total(DocumentObject fields) => fields.Money("total", fields.Currency("currency")) ?? default;

    private static Money Amount(DocumentObject fields) => fields.Money("amount", fields.Currency("currency")) ?? default;

    private static Currency Named(DocumentObject fields, string field) =>
        fields.Text(field, "a currency such as \"EUR\"", required: true) is null ? default : fields.Currency(field);

    private DocumentObject At(JsonElement element, JsonPlace place) => new(element, place, _faults, _remarks);

    private ImmutableArray<T> Elements<T>(JsonElement parent, string section, Func<DocumentObject, JsonElement, T> read)
    {
        if (!parent.TryGetProperty(section, out var array) || array.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(new JsonPlace(), section, "expected an array.");
            return [];
        }

        var elements = ImmutableArray.CreateBuilder<T>(array.GetArrayLength());
        foreach (var (index, element) in array.EnumerateArray().Index())
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                _faults.Add(new JsonPlace(section, index), null, "expected an object.");
                continue;
            }

            elements.Add(read(At(element, new JsonPlace(section, index)), element));
        }

        return elements.ToImmutable();
    }
}
