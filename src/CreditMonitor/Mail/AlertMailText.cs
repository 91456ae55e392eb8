using System.Text;

namespace CreditMonitor.Mail;

/// <summary>The text part: complete by itself, with the same facts in the same order as the HTML part.</summary>
internal static class AlertMailText
{
    public static string Write(AlertMailModel model)
    {
        var text = new StringBuilder();
        if (model.IsSample)
        {
            text.Append("This is the demo. Organization, grants and costs in this mail are a made-up sample.\n\n");
        }

        foreach (var item in model.Items)
        {
            Write(text, item);
        }

        if (model.PageUrl is not null)
        {
            text.Append("See ").Append(model.OrganizationName).Append(" in Credit Monitor: ").Append(model.PageUrl).Append("\n\n");
        }

        text.Append("--\nSent by Credit Monitor because this address is configured as a subscriber of ").Append(model.OrganizationName)
            .Append(".\nTo stop, reply to this mail or ask whoever runs the monitor.\n");
        return text.ToString();
    }

    private static void Write(StringBuilder text, AlertMailItem item)
    {
        text.Append('[').Append(item.Badge).Append("] ").Append(item.Lead).Append('\n');
        foreach (var line in new[] { item.Deadline, item.Consequence })
        {
            if (line is not null)
            {
                text.Append(line).Append('\n');
            }
        }

        text.Append("\nTo do: ").Append(item.Action).Append("\n\nWhat this rests on\n");
        foreach (var fact in item.Facts)
        {
            text.Append("  ").Append(fact.Label).Append(": ").Append(fact.Value).Append('\n');
        }

        if (item.Unknown is not null)
        {
            text.Append("\nWhat is not known: ").Append(item.Unknown).Append('\n');
        }

        text.Append("\nWhy you get this: ").Append(item.Why).Append("\n\n");
    }
}
