using CreditMonitor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CreditMonitor.Functions.Tests.Infra;

/// <summary><c>infra/deploy.sh</c> against a stand-in of the Azure CLI that records its calls, and an app that answers as the package that was uploaded last would.</summary>
internal sealed class ADeployment : IAsyncDisposable
{
    public const string AdminKey = "sk-admin-of-the-deployment-tests";

    private static readonly string[] Names = ["openai-admin-key", "sendgrid-api-key", "access-key-read", "access-key-write", "token-secret", "token-secret-previous"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("credit-monitor-deploy-");
    private readonly WebApplication _app;
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    private ADeployment(WebApplication app) => _app = app;

    public Dictionary<string, string> Environment => _environment;

    /// <summary>What the app says while the package is a good one; null: it is well.</summary>
    public string? Blind { get; set; }

    public string[] Calls => File.Exists(At("calls")) ? File.ReadAllLines(At("calls")) : [];

    public static async Task<ADeployment> ReadyAsync()
    {
        foreach (var tool in new[] { "bash", "curl" })
        {
            Tool.Require(tool);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var deployment = new ADeployment(app);
        app.Run(deployment.AnswerAsync);
        await app.StartAsync();
        Directory.CreateDirectory(deployment.At("bin"));
        File.CreateSymbolicLink(deployment.At("bin/az"), Path.Combine(PublishedPackage.Repository, "tests", "infra", "az"));
        deployment._environment["PATH"] = $"{deployment.At("bin")}:{System.Environment.GetEnvironmentVariable("PATH")}";
        deployment._environment["AZ_STATE"] = deployment._folder.FullName;
        deployment._environment["AZ_URL"] = app.Urls.Single();
        deployment._environment["AZ_SECRETS"] = string.Join(' ', Names);
        deployment._environment["CREDIT_MONITOR_DEPLOY_PAUSE"] = "0.01";
        deployment._environment["CREDIT_MONITOR_OPENAI_ADMIN_KEY"] = AdminKey;
        deployment._environment["CREDIT_MONITOR_SENDGRID_API_KEY"] = "SG.of-the-deployment-tests";
        return deployment;
    }

    public async Task<Said> DeployAsync(string package, params string[] more) =>
        await Tool.RunAsync("bash", ["infra/deploy.sh", "example", "--yes", "--wait", "1", "--package", Package(package), .. more], _environment);

    public Task<Said> RunAsync(params string[] arguments) => Tool.RunAsync("bash", ["infra/deploy.sh", .. arguments], _environment);

    public string? Secret(string name) => Read($"secrets/{name}");

    /// <summary>What runs, by the name it was given.</summary>
    public string? Running => Read("blobs/released-package.zip");

    public string? Previous => Read("blobs/previous-package.zip");

    public void Refuse(string pattern) => File.WriteAllText(At("refused"), pattern);

    public void Forget() => File.Delete(At("calls"));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string Package(string content)
    {
        File.WriteAllText(At("package.zip"), content);
        return At("package.zip");
    }

    private string? Read(string path) => File.Exists(At(path)) ? File.ReadAllText(At(path)) : null;

    private string At(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>A package called broken answers nothing; any other answers as the program does, its status only to whom has the reading key.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        var runs = Running is { } running && running != "broken";
        var isReader = context.Request.Headers["x-functions-key"] == Secret("access-key-read");
        context.Response.StatusCode = (runs, context.Request.Path.Value) switch
        {
            (false, _) => StatusCodes.Status502BadGateway,
            (_, "/api/health") => StatusCodes.Status200OK,
            (_, "/admin/functions/PollBilling") => StatusCodes.Status202Accepted,
            (_, "/api/status") when isReader => Blind is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status401Unauthorized,
        };
        if (context.Request.Path == "/api/status" && isReader)
        {
            var now = TimeProvider.System.GetUtcNow().AddSeconds(1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            await context.Response.WriteAsync($$"""{"status":"ok","as_of":"{{now}}","organizations":[{"id":"example","blind":{{(Blind is null ? "null" : $"\"{Blind}\"")}}}]}""");
        }
    }
}
