using CreditMonitor.Functions;
using CreditMonitor.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var outcome = WorkerSettings.Load();
if (outcome.Settings is not { } settings)
{
    foreach (var fault in outcome.Faults)
    {
        await Console.Error.WriteLineAsync($"creditmonitor: {fault}");
    }

    return WorkerSettings.FaultyExitCode;
}

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.AddMonitor(settings);
using var host = builder.Build();
host.Services.StartCounting();
WorkerSettings.Warn(host.Services, outcome.Warnings);
await host.RunAsync();
return FunctionsHost.StoppedExitCode;
