using System.Text;

namespace CreditMonitor.Delivery.Mail;

/// <summary>The text part: complete by itself, with whole addresses where the HTML part has links.</summary>
internal static class MailText
{
    public const string Sample = "This is the demo. Organization, grants and costs in this mail are a made-up sample.";

    public static string Write(MailDocument document)
    {
        var text = new StringBuilder();
        if (document.IsSample)
        {
            text.Append(Sample).Append("\n\n");
        }

        if (document.Overview is { } overview)
        {
            text.Append(document.Heading).Append("\n\n");
            Write(text, overview);
            text.Append('\n');
        }

        foreach (var card in document.Cards)
        {
            Write(text, card);
        }

        if (document.Lapsing is { } lapsing)
        {
            Write(text, lapsing);
            text.Append('\n');
        }

        if (document.Action is { } action)
        {
            text.Append(action.Text).Append(":\n").Append(action.Url).Append("\n\n");
        }

        text.Append("-- \n");
        foreach (var line in document.Footer.Lines)
        {
            text.Append(line).Append('\n');
        }

        foreach (var link in document.Footer.Links)
        {
            text.Append(link.Text).Append(": ").Append(link.Url).Append('\n');
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, MailCard card)
    {
        text.Append(card.Badge is null ? "" : $"[{card.Badge}] ").Append(card.Lead).Append('\n');
        Write(text, card.Lines);
        if (card.Table is { } table)
        {
            text.Append('\n');
            Write(text, table);
        }

        text.Append(card.Notes.IsEmpty ? "" : "\n");
        Write(text, card.Notes);
        text.Append('\n');
    }

    private static void Write(StringBuilder text, IEnumerable<MailLine> lines)
    {
        foreach (var line in lines)
        {
            text.Append(line.Label is null ? "" : $"{line.Label}: ").Append(line.Text).Append(line.Url is null ? "" : $": {line.Url}").Append('\n');
        }
    }

    private static void Write(StringBuilder text, MailTable table)
    {
        text.Append(table.Caption).Append('\n');
        foreach (var row in table.Rows)
        {
            var cells = table.Columns.IsEmpty
                ? $"{row[0]}: {string.Join(", ", row.Skip(1))}"
                : string.Join("; ", row.Zip(table.Columns, (cell, column) => $"{column}: {cell}"));
            text.Append("  ").Append(cells).Append('\n');
        }
    }
}
