using System.Collections.Immutable;

namespace CreditMonitor.Core.Reconciliation;

/// <summary>The same movement in several exports of one card. Each export adds only what goes beyond the largest count of equal rows in any earlier one, so that two real equal charges stay two
///.</summary>
internal static class ExportOverlap
{
    private const int ShortestCut = 5;

    /// <returns>For each row that repeats another, the row it repeats. Pending rows repeat nothing: they come and go.</returns>
    public static ImmutableDictionary<int, int> Find(IEnumerable<CardMovement> movements)
    {
        var repeats = ImmutableDictionary.CreateBuilder<int, int>();
        foreach (var alike in movements.Where(movement => !movement.Pending).GroupBy(movement => (movement.SourceId, movement.Day, movement.Posted, movement.Amount)))
        {
            foreach (var same in SameText([.. alike]))
            {
                var firsts = new List<int>();
                foreach (var export in same.GroupBy(movement => movement.Export))
                {
                    var rows = export.Select(movement => movement.Row).ToList();
                    rows.Take(firsts.Count).Zip(firsts).ToList().ForEach(pair => repeats[pair.First] = pair.Second);
                    firsts.AddRange(rows.Skip(firsts.Count));
                }
            }
        }

        return repeats.ToImmutable();
    }

    /// <summary>Banks add text to a row later, and change its case: texts are the same when one begins with the other.</summary>
    private static IEnumerable<List<CardMovement>> SameText(List<CardMovement> alike)
    {
        var groups = new List<(string Text, List<CardMovement> Members)>();
        foreach (var movement in alike)
        {
            var text = string.Concat(movement.Description.Where(char.IsLetterOrDigit)).ToUpperInvariant();
            var found = groups.FindIndex(group => group.Text == text || (Math.Min(text.Length, group.Text.Length) >= ShortestCut && (text.StartsWith(group.Text, StringComparison.Ordinal) || group.Text.StartsWith(text, StringComparison.Ordinal)) && group.Members[0].Merchant == movement.Merchant));
            if (found < 0)
            {
                groups.Add((text, [movement]));
            }
            else
            {
                groups[found].Members.Add(movement);
            }
        }

        return groups.Select(group => group.Members);
    }
}
