using System.Text;
using CreditMonitor.Settings;

namespace CreditMonitor.Http.Api.OpenApi;

/// <summary><c>GET /api/openapi.json</c>, for anybody: it says what the API can do and nothing of what it holds.</summary>
internal static class OpenApiEndpoint
{
    public static void MapOpenApi(this IEndpointRouteBuilder app)
    {
        var document = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(
            new OpenApiDocument(new JsonSchemas(DocumentedTypes.Read()), app.ServiceProvider.GetRequiredService<MonitorSettings>().PublicUrl)
            .Write(app.DataSources.SelectMany(source => source.Endpoints)).ToJsonString()));
        app.MapGet("/api/openapi.json", () => Results.Bytes(document.Value, "application/json; charset=utf-8"))
            .Offer(new ApiOperation("openapi", "This description.", null) { Answer = ApiAnswer.Text("An OpenAPI 3.1 document.", "application/json"), NeedsNoStore = true });
    }
}
