using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using CreditMonitor.Benchmarks;

// Everything is compared within one run: figures are ratios, so that a busy machine slows both sides. No argument: all of them.
BenchmarkSwitcher.FromTypes([typeof(LedgerBesideAccountingTools)]).Run(args.Length == 0 ? ["--filter", "*"] : args, DefaultConfig.Instance.WithOptions(ConfigOptions.DisableOptimizationsValidator));
