using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Reconciliation;
using CreditMonitor.Core.Text;
using CsvHelper;

namespace CreditMonitor.Cli.Commands.Reading.Export;

/// <summary>The same as one table that a spreadsheet can filter by its first column. Text that would be a formula there is disarmed.</summary>
internal static class ExportCsv
{
    private static readonly string[] Columns = ["record", "at", "id", "kind", "grant_id", "amount_usd", "detail"];

    public static void Write(OrganizationExport export, TextWriter output)
    {
        using var csv = CsvWriter.Create(output, new CsvWriterOptions { Injection = CsvInjection.Escape, NewLine = "\n" }, leaveOpen: true);
        csv.WriteRecord(Columns);
        WriteFacts(export, Row);
        WritePayments(export, Row);
        WriteLedger(export, Row);
        WritePast(export, Row);

        void Row(string record, string at, string id, string kind, string grantId, Usd? amount, string detail)
        {
            csv.WriteField(record);
            csv.WriteField(at);
            csv.WriteField(id);
            csv.WriteField(kind);
            csv.WriteField(grantId);
            csv.WriteField(amount?.Amount);
            csv.WriteField(detail);
            csv.EndRecord();
        }
    }

    private delegate void WriteRow(string record, string at, string id, string kind, string grantId, Usd? amount, string detail);

    private static void WriteFacts(OrganizationExport export, WriteRow row)
    {
        foreach (var grant in export.Grants)
        {
            row("grant", InstantText.Format(grant.EffectiveAt), grant.Id, SnakeCase.Of(grant.Kind), grant.Id, grant.Amount, $"{(grant.End is { } end ? $"ends {InstantText.Format(end)}" : "never ends")}; {export.SourceOf(grant.Id)}");
        }

        foreach (var day in export.Costs())
        {
            row("cost_day", InstantText.Format(day.Day), "", SnakeCase.Of(day.Quality), "", day.Amount, $"as of {InstantText.Format(day.AsOf)}");
            foreach (var cost in day.Rows)
            {
                row("cost", InstantText.Format(day.Day), cost.ProjectId ?? "", cost.LineItem ?? "", "", cost.Amount, cost.ApiKeyId ?? "");
            }
        }

        foreach (var reading in export.State.Told.BalanceReadings)
        {
            row("balance_reading", InstantText.Format(reading.At), reading.Id, "", "", reading.Amount, $"told by {reading.ToldBy} at {InstantText.Format(reading.ToldAt)}");
        }
    }

    /// <summary>Amounts in another currency than dollars stand in the detail: the column is in dollars.</summary>
    private static void WritePayments(OrganizationExport export, WriteRow row)
    {
        foreach (var receipt in export.State.Told.Receipts)
        {
            row("receipt", InstantText.Format(receipt.At), receipt.Id, SnakeCase.Of(receipt.For), "", receipt.Amount.Dollars, $"{receipt.Amount.ToExactString()} {receipt.Currency}{(receipt.Claimed ? ", claimed" : "")}; told by {receipt.ToldBy}");
        }

        foreach (var (charge, explained) in RecordReconciliation.Of(export.State.Told, export.Grants).Charges)
        {
            row("card_charge", InstantText.Format(charge.Day), charge.Id, SnakeCase.Of(explained.Label), "", charge.Amount.Dollars, $"{charge.Amount.ToExactString()} {charge.Currency}, {charge.Description}; {string.Join(", ", explained.Explains)} ({explained.Why.Reason})");
        }
    }

    private static void WriteLedger(OrganizationExport export, WriteRow row)
    {
        foreach (var entry in export.History?.Entries ?? [])
        {
            foreach (var (grantId, amount) in entry.Parts)
            {
                row("ledger", InstantText.Format(entry.At), entry.FactId ?? "", SnakeCase.Of(entry.Kind), grantId, entry.Kind == LedgerEntryKind.Granted ? amount : -amount, "");
            }

            foreach (var (kind, amount) in new[] { ("owed", entry.Owed), ("due_on_invoice", entry.Due) })
            {
                if (amount.IsPositive)
                {
                    row("ledger", InstantText.Format(entry.At), entry.FactId ?? "", kind, "", amount, "");
                }
            }
        }

        foreach (var balance in export.History?.State.Grants ?? [])
        {
            row("remaining", InstantText.Format(export.At), balance.Grant.Id, SnakeCase.Of(balance.State), balance.Grant.Id, balance.Remaining, "");
        }
    }

    private static void WritePast(OrganizationExport export, WriteRow row)
    {
        foreach (var alert in export.State.Alerts)
        {
            row("alert", InstantText.Format(alert.RaisedAt), alert.Key, SnakeCase.Of(alert.Kind), "", null, alert.ResolvedAt is { } resolved ? $"{alert.Text.Subject}; ended {InstantText.Format(resolved)}: {alert.Ending}" : alert.Text.Subject);
        }

        foreach (var snapshot in export.Snapshots)
        {
            row("snapshot", InstantText.Format(snapshot.At), snapshot.PollId, "", "", snapshot.Balance, string.Create(CultureInfo.InvariantCulture, $"overage {snapshot.Overage?.ToExactString() ?? "unknown"}; {snapshot.OpenAlerts.Length} open alerts"));
        }

        foreach (var entry in export.Audit)
        {
            row("audit", InstantText.Format(entry.At), "", entry.Action, "", null, $"{entry.By}: {string.Join("; ", entry.Changes)}");
        }
    }
}
