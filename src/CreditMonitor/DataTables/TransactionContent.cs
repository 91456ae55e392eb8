using System.Text;
using System.Text.Json;
using Azure;

namespace CreditMonitor.DataTables;

/// <summary>An entity-group transaction as the service reads it: a change set in a batch, one HTTP request a part.</summary>
internal static class TransactionContent
{
    public static byte[] Encode(TableConnection connection, string table, IEnumerable<TableTransactionAction> actions, string boundary)
    {
        using var content = new MemoryStream();
        Line($"--batch_{boundary}", $"Content-Type: multipart/mixed; boundary=changeset_{boundary}", "");
        foreach (var action in actions)
        {
            Line($"--changeset_{boundary}", "Content-Type: application/http", "Content-Transfer-Encoding: binary", "");
            Line([.. Head(connection, table, action)]);
            if (action.ActionType is not TableTransactionActionType.Delete)
            {
                using var json = new Utf8JsonWriter(content);
                EntityJson.Write(json, (TableEntity)action.Entity);
            }

            Line("");
        }

        Line($"--changeset_{boundary}--", $"--batch_{boundary}--");
        return content.ToArray();

        void Line(params ReadOnlySpan<string> lines)
        {
            foreach (var line in lines)
            {
                content.Write(Encoding.UTF8.GetBytes(line));
                content.Write("\r\n"u8);
            }
        }
    }

    private static IEnumerable<string> Head(TableConnection connection, string table, TableTransactionAction action)
    {
        yield return $"{Method(action.ActionType)} {(action.ActionType is TableTransactionActionType.Add ? connection.Address(table) : connection.Address(table, action.Entity))} HTTP/1.1";
        yield return "Accept: application/json;odata=minimalmetadata";
        yield return "DataServiceVersion: 3.0";
        if (action.ActionType is TableTransactionActionType.Add)
        {
            yield return "Prefer: return-no-content";
        }

        // Without this header an update would be an upsert.
        if (action.ActionType is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace or TableTransactionActionType.Delete)
        {
            yield return $"If-Match: {(action.ETag == default ? ETag.All : action.ETag)}";
        }

        if (action.ActionType is not TableTransactionActionType.Delete)
        {
            yield return "Content-Type: application/json";
        }

        yield return "";
    }

    private static string Method(TableTransactionActionType type) => type switch
    {
        TableTransactionActionType.Add => "POST",
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => "PATCH",
        TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => "PUT",
        _ => "DELETE",
    };
}
