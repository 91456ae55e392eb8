using CreditMonitor.Cli.Commands;

return await CommandLine.RunAsync(args);
