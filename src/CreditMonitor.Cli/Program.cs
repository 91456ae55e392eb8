using CreditMonitor.Verbs;

return await CommandLine.RunAsync(args);
