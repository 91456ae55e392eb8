using System.Collections.Immutable;
using CreditMonitor.Core.Records;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Api;

/// <summary>What can be told over HTTP, for the API's description. What is truly taken is <see cref="FactDocument"/>'s to say; a test sends every example.</summary>
internal static class RecordOperations
{
    private const string Amount = """{"type":["string","number"],"description":"US dollars, exact to 12 decimals; a string is never read as binary floating point."}""";
    private const string Instant = """{"type":["string","null"],"format":"date-time","description":"RFC 3339, with its offset."}""";

    public static readonly ImmutableArray<(string Path, Func<string, DateTimeOffset, string, FactsRead> Read, ApiOperation Operation)> Facts =
    [
        ("/grants", FactDocument.Grants, Of("tellGrants", "Credit that was bought, given, corrected or withdrawn; the same id again replaces it.", """
            "required":["id","kind","amount","effective_at"],"properties":{"id":{"type":"string","maxLength":100},"kind":{"type":"string","enum":["paid","promotional"]},
            "amount":AMOUNT,"effective_at":INSTANT,"expires_at":INSTANT,"voided_at":INSTANT,"purchased_at":INSTANT}
            """, """{"id":"april","kind":"paid","amount":"120.50","effective_at":"2026-03-09T10:15:00Z"}""")),
        ("/balance-readings", FactDocument.BalanceReadings, Of("tellBalanceReadings", "The balance that the dashboard showed to somebody; a difference from the ledger is told.", """
            "required":["amount"],"properties":{"id":{"type":"string","maxLength":100},"amount":AMOUNT,"at":INSTANT}
            """, """{"amount":"412.18","at":"2026-03-10T08:00:00Z"}""")),
        ("/refusals", FactDocument.Refusals, Of("tellRefusals", "A call to OpenAI was refused with this error code; a code of null says that one succeeded.", """
            "required":["code"],"properties":{"id":{"type":"string"},"code":{"type":["string","null"]},"at":INSTANT,"project":{"type":["string","null"]}}
            """, """{"code":"credit_balance_exhausted","at":"2026-03-10T08:00:00Z"}""")),
        ("/account", FactDocument.Account, Of("tellAccount", "How auto-recharge is set, whether the plan runs, and which card is charged.", """
            "properties":{"at":INSTANT,"plan":{"type":"string","enum":["cancelled","active"]},
            "auto_recharge":{"type":"object","required":["enabled"],"properties":{"enabled":{"type":"boolean"},"threshold":AMOUNT,"restore_to":AMOUNT,"monthly_cap":AMOUNT}},
            "card":{"type":"object","required":["last_four","ends"],"properties":{"last_four":{"type":"string","pattern":"^[0-9]{4}$"},"ends":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}$","description":"The month printed on it."}}}}
            """, """{"auto_recharge":{"enabled":true,"threshold":"10","restore_to":"50"}}""")),
    ];

    public static readonly ApiOperation Receipts = Of("tellReceipts", "Receipts and invoices, as JSON, as the mail or as its text. They promise credit and never make any.", """
        "required":["id","kind","amount"],"properties":{"id":{"type":"string","maxLength":100},
        "kind":{"type":"string","enum":["credit_purchase","auto_recharge","invoice","subscription","chatgpt_credits","refund","payment_failed"]},
        "amount":AMOUNT,"tax":AMOUNT,"credit":AMOUNT,"at":INSTANT,"currency":{"type":"string","pattern":"^[A-Z]{3}$","description":"ISO 4217; USD unless said."}}
        """, """{"id":"W4NJAXQX-0002","kind":"credit_purchase","amount":"21.60","tax":"1.60","at":"2026-03-02T09:00:00Z"}""", "message/rfc822");

    /// <summary>One object, or an array of them.</summary>
    private static ApiOperation Of(string id, string summary, string properties, string example, params ImmutableArray<string> further)
    {
        var one = $$"""{"type":"object",{{properties.Replace("AMOUNT", Amount, StringComparison.Ordinal).Replace("INSTANT", Instant, StringComparison.Ordinal)}}}""";
        return new ApiOperation(id, summary, AccessScope.Write)
        {
            Body = new ApiBody($"One object, or an array of up to {FactDocument.MostAtOnce}; idempotent by id.", $$"""{"oneOf":[{{one}},{"type":"array","maxItems":{{FactDocument.MostAtOnce}},"items":{{one}}}]}""", example, [.. ApiBody.Json, .. further]),
            Answer = ApiAnswer.Json("What became of each.", TellJson.Default.TellBody),
        };
    }
}
