using System.Globalization;
using System.Text;
using CreditMonitor.Application.Tests.Delivery.Mail;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Alerts;
using CreditMonitor.Delivery.Webhooks;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Hostile;

/// <summary>Characters that hide, or turn the direction in which a line is read, in what others write: descriptors of charges, names,
/// reasons.</summary>
public sealed class TextsThatTurn
{
    private const string Name = "Acme \u202Etxet\u202C \u2066x\u2069\u200E\u200F\u200B";

    [Fact]
    public async Task An_email_has_none_in_subject_text_or_html()
    {
        using var world = new AWorld();
        var mail = await AMail.ComposeAsync(world.Organization with { Name = Name }, AMail.Messages([Turned()]));

        Assert.All(new[] { mail.Subject, mail.Text, mail.Html }, HasNone);
        Assert.DoesNotMatch("&#x(20[0-6][0-9A-F]|61C|FEFF);", mail.Html);
        Assert.Contains("Acme txet x", mail.Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slack")]
    [InlineData("teams")]
    public void A_chat_message_has_none(string channel)
    {
        var messages = AMail.Messages([Turned()], $"{channel}:https://hooks.example.com/x");
        using var posted = System.Text.Json.JsonDocument.Parse(ChannelPost.Of("acme", Name, messages, "https://credit.example.com"));

        HasNone(string.Concat(Texts(posted.RootElement)));
    }

    [Fact]
    public void A_chat_message_that_is_cut_within_a_pair_can_be_made()
    {
        var turned = Turned();
        var alert = turned.Alert with { Text = turned.Alert.Text with { Lead = new string('x', 2_000) + string.Concat(Enumerable.Repeat("😀", 1_000)) } };
        for (var length = 0; length < 2; length++)
        {
            Assert.NotEmpty(ChannelPost.Of("acme", $"Acme{new string('y', length)}", AMail.Messages([turned with { Alert = alert }], "slack:https://hooks.example.com/x"), null));
        }
    }

    [Fact]
    public void Whatever_a_command_prints_none_reaches_the_terminal()
    {
        using var terminal = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new TerminalWriter(terminal) { NewLine = "\n" };
        writer.WriteLine($"{Name}\u001B[2J");
        writer.Write('\u202E');
        writer.Write("😀".ToCharArray());
        writer.Write('\n');

        Assert.Equal("Acme txet x [2J\n😀\n", terminal.ToString());
    }

    [Fact]
    public async Task A_statement_shown_by_a_command_has_none()
    {
        using var program = new AProgram();
        await File.WriteAllTextAsync(Path.Combine(program.Folder, "march.csv"), "Date,Description,Amount,Currency\n2026-03-02,OPENAI \u202E)KNAB(\u202C,5.00,USD\n", Encoding.UTF8);
        var ending = await program.RunAsync("import", "--dry-run", "march.csv");

        Assert.Equal(0, ending.Code);
        Assert.Contains("OPENAI )KNAB(", ending.Output, StringComparison.Ordinal);
        HasNone(ending.Output + ending.Error);
    }

    private static AlertEvent Turned()
    {
        var happened = AMail.Event(AlertKind.UnexplainedCharge);
        return happened with { Alert = happened.Alert with { Text = happened.Alert.Text with { Subject = $"$5 by {Name}", Lead = $"Charged by '{Name}'.", Facts = [new AlertFact("description", Name)] } } };
    }

    private static void HasNone(string text) => Assert.DoesNotContain(text, letter => CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.Format || (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')));

    private static IEnumerable<string> Texts(System.Text.Json.JsonElement json) => json.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Texts(property.Value)),
        System.Text.Json.JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
        System.Text.Json.JsonValueKind.String => [json.GetString()!],
        _ => [],
    };
}
