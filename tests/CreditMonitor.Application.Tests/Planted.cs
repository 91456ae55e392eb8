#pragma warning disable CA1812, CA1822, CA1823, CS0169, IDE0051, IDE0060
namespace CreditMonitor.Application.Tests.Planted.High
{
    internal sealed class Target
    {
        public int One => 1;
    }
}

// Never run: each names a type above it in a way of its own.
namespace CreditMonitor.Application.Tests.Planted.Low
{
    internal sealed class Calls
    {
        public int Do() => new High.Target().One;
    }

    internal sealed class Holds
    {
        private readonly List<High.Target>? kept;
    }

    internal sealed class Takes
    {
        public void Do(Func<High.Target?>? target)
        {
        }
    }

    internal sealed class Innocent
    {
        public decimal Zero() => Core.Usd.Zero.Amount;
    }
}
