namespace CreditMonitor.Testing;

/// <summary>Runs a law over seeds 0, 1, 2, …; a failure names its seed, which is all that is needed to repeat it.</summary>
internal static class Seeds
{
    public static void ForEach(int count, Action<int> law)
    {
        for (var seed = 0; seed < count; seed++)
        {
            try
            {
                law(seed);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"The law is broken by seed {seed}: {broken.Message}", broken);
            }
        }
    }
}
