using System.Text;

namespace CreditMonitor.Testing;

/// <summary>Changes of an input as they happen by chance and by intent: bytes, cuts, repeats, and pieces that parsers stumble
/// over.</summary>
internal static class Mutation
{
    private static readonly byte[][] Pieces =
    [
        .. new[] { "\\ud800", "\\udfff\\ud83d", "null", "[null]", "{}", "[]", "\"\"", "-1", "1e400", "999999999999999999999999999999", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31", "0001-01-01", "</>", "<", "\"", ",", ":", "\n", "\0", "true", "\u202E", "\uFFFF" }
            .Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80],
    ];

    public static byte[] Of(byte[] whole, Random random)
    {
        var changed = whole.ToList();
        for (var change = random.Next(1, 4); change > 0 && changed.Count > 0; change--)
        {
            Change(changed, random);
        }

        return [.. changed];
    }

    public static string Of(string whole, Random random) => Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(whole), random));

    private static void Change(List<byte> changed, Random random)
    {
        var at = random.Next(changed.Count);
        var some = Math.Min(random.Next(1, 30), changed.Count - at);
        switch (random.Next(6))
        {
            case 0:
                changed[at] = (byte)random.Next(256);
                break;
            case 1:
                changed.RemoveRange(at, some);
                break;
            case 2:
                changed.InsertRange(at, changed.GetRange(random.Next(changed.Count - some + 1), some));
                break;
            case 3:
                changed.RemoveRange(at, changed.Count - at);
                break;
            default:
                changed.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                break;
        }
    }
}
