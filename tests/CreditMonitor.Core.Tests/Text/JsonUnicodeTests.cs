using System.Text;
using System.Text.Json;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Tests.Text;

public sealed class JsonUnicodeTests
{
    [Theory]
    [InlineData("""{"a":"\ud800"}""", "line 1, character 7, has half of a surrogate pair (\\ud800), which is no text")]
    [InlineData("""{"\uDFFF":1}""", "line 1, character 3, has half of a surrogate pair (\\uDFFF), which is no text")]
    [InlineData("{\"a\":1,\n \"b\":\"x\\ud83dy\\ude00\"}", "line 2, character 8, has half of a surrogate pair (\\ud83d), which is no text")]
    [InlineData("""{"a":"\ude00\ud83d"}""", "line 1, character 7, has half of a surrogate pair (\\ude00), which is no text")]
    [InlineData("""{"a":"\ud83d\ude00"}""", null)]
    [InlineData("""{"a":"\\ud800"}""", null)]
    [InlineData("""{"a":"\\\ud83d\ude00 \u0041"}""", null)]
    [InlineData("""{"a":"\ud8"}""", null)]
    [InlineData("", null)]
    public void Half_of_a_surrogate_pair_is_named_with_its_place(string json, string? expected) => Assert.Equal(expected, JsonUnicode.FaultOf(json));

    [Fact]
    public void Whatever_it_lets_through_can_be_read_and_whatever_it_refuses_cannot()
    {
        var random = new Random(3);
        string[] parts = ["\\ud83d", "\\ude00", "\\uD800", "\\uDFFF", "\\\\", "\\n", "\\u0041", "ud800", "x", "\\\""];
        for (var round = 0; round < 5_000; round++)
        {
            var text = new StringBuilder("[\"");
            for (var part = random.Next(1, 8); part > 0; part--)
            {
                text.Append(parts[random.Next(parts.Length)]);
            }

            var json = text.Append("\"]").ToString();
            Assert.Equal(CanBeRead(json), JsonUnicode.FaultOf(json) is null);
        }
    }

    private static bool CanBeRead(string json)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return document.RootElement[0].GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
