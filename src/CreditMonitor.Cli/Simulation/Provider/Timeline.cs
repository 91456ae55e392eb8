namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>A value that changes at known instants.</summary>
internal sealed class Timeline<T>
{
    private readonly List<(DateTimeOffset From, T Value)> _changes = [];

    public DateTimeOffset? First => _changes.Count == 0 ? null : _changes[0].From;

    /// <summary>Of two changes at one instant, the one that was added later holds.</summary>
    public void Add(DateTimeOffset from, T value)
    {
        var place = _changes.Count;
        while (place > 0 && _changes[place - 1].From > from)
            place--;

        _changes.Insert(place, (from, value));
    }

    /// <returns>False before the first change.</returns>
    public bool TryGet(DateTimeOffset at, out T? value)
    {
        for (var place = _changes.Count - 1; place >= 0; place--)
        {
            if (_changes[place].From <= at)
            {
                value = _changes[place].Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>When the value changes next; the end of time when it does not.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset at)
    {
        foreach (var (from, _) in _changes)
        {
            if (from > at)
                return from;
        }

        return DateTimeOffset.MaxValue;
    }
}
