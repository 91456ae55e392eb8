namespace CreditMonitor.Limits;

/// <summary>What is known of callers, at most <paramref name="most"/> of them: whoever was not seen for longest is forgotten first. Not
/// safe for threads by itself.</summary>
internal sealed class Remembered<T>(int most)
    where T : class
{
    private readonly Dictionary<string, LinkedListNode<(string Key, T Value)>> _known = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, T Value)> _bySight = new();

    public int Count => _known.Count;

    public T? Find(string key) => _known.TryGetValue(key, out var node) ? node.Value.Value : null;

    public T See(string key, Func<T> make)
    {
        if (_known.TryGetValue(key, out var node))
        {
            _bySight.Remove(node);
        }
        else
        {
            if (_known.Count >= most)
            {
                _known.Remove(_bySight.First!.Value.Key);
                _bySight.RemoveFirst();
            }

            _known[key] = node = new LinkedListNode<(string, T)>((key, make()));
        }

        _bySight.AddLast(node);
        return node.Value.Value;
    }
}
