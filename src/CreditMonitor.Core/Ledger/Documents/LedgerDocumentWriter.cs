using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Ledger.Documents;

/// <summary>The state as JSON: amounts as exact decimal strings, instants in UTC, grants in burn order.</summary>
internal static class LedgerDocumentWriter
{
    public static string Write(LedgerState state, ImmutableArray<DayClose>? days, ImmutableArray<Lapse>? lapses)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteTotals(json, state);
            WriteGrants(json, state.Grants);
            WriteDraws(json, state.Draws);
            WriteAnomalies(json, state.Anomalies);
            if (lapses is { } planned)
            {
                WriteLapses(json, planned);
            }

            if (days is { } closed)
            {
                WriteDays(json, closed);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteTotals(Utf8JsonWriter json, LedgerState state)
    {
        json.WriteString("as_of", InstantText.Format(state.AsOf));
        json.WriteString("balance", state.Balance.ToExactString());
        json.WriteString("overage", state.Overage.ToExactString());
        if (!state.DueOnInvoice.IsZero)
        {
            // Only an organization that is billed monthly can have it; a ledger document cannot say so.
            json.WriteString("due_on_invoice", state.DueOnInvoice.ToExactString());
        }
    }

    private static void WriteGrants(Utf8JsonWriter json, ImmutableArray<GrantBalance> grants)
    {
        json.WriteStartObject("grants");
        foreach (var balance in grants)
        {
            json.WriteStartObject(balance.Grant.Id);
            json.WriteString("amount", balance.Grant.Amount.ToExactString());
            json.WriteString("consumed", balance.Consumed.ToExactString());
            json.WriteString("expired", balance.Expired.ToExactString());
            json.WriteString("voided", balance.Voided.ToExactString());
            json.WriteString("refunded", balance.Refunded.ToExactString());
            json.WriteString("never_effective", balance.NeverEffective.ToExactString());
            json.WriteString("pending", balance.Pending.ToExactString());
            json.WriteString("remaining", balance.Remaining.ToExactString());
            json.WriteString("state", JsonNamingPolicy.SnakeCaseLower.ConvertName(balance.State.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteDraws(Utf8JsonWriter json, ImmutableArray<Draw> draws)
    {
        json.WriteStartArray("draws");
        foreach (var draw in draws)
        {
            json.WriteStartObject();
            json.WriteString("at", InstantText.Format(draw.At));
            json.WriteString("grant_id", draw.GrantId);
            json.WriteString("amount", draw.Amount.ToExactString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAnomalies(Utf8JsonWriter json, ImmutableArray<LedgerAnomaly> anomalies)
    {
        json.WriteStartArray("anomalies");
        foreach (var anomaly in anomalies)
        {
            json.WriteStartObject();
            json.WriteString("kind", anomaly.Kind);
            json.WriteString("id", anomaly.Id);
            json.WriteString("amount", anomaly.Amount.ToExactString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLapses(Utf8JsonWriter json, ImmutableArray<Lapse> lapses)
    {
        json.WriteStartArray("lapses_if_usage_stopped");
        foreach (var lapse in lapses)
        {
            json.WriteStartObject();
            json.WriteString("at", InstantText.Format(lapse.At));
            json.WriteString("grant_id", lapse.Grant.Id);
            json.WriteString("amount", lapse.Amount.ToExactString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDays(Utf8JsonWriter json, ImmutableArray<DayClose> days)
    {
        json.WriteStartArray("days");
        foreach (var day in days)
        {
            json.WriteStartObject();
            json.WriteString("day", InstantText.Format(day.Day));
            json.WriteStartObject("remaining");
            foreach (var (grantId, remaining) in day.Remaining)
            {
                json.WriteString(grantId, remaining.ToExactString());
            }

            json.WriteEndObject();
            json.WriteString("balance", day.Balance.ToExactString());
            json.WriteString("overage", day.Overage.ToExactString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
