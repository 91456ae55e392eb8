using CreditMonitor.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CreditMonitor.Functions;

/// <summary>The pipeline that <c>creditmonitor run</c> serves, fed by the host's HTTP functions. Built once.</summary>
public sealed class HttpPipeline
{
    private readonly RequestDelegate _answer;

    public HttpPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseCreditMonitor();
        _answer = app.Build();
    }

    /// <returns>Nothing more: the answer is written already, and a richer result would be sent a second time.</returns>
    public async Task<IResult> AnswerAsync(HttpRequest request)
    {
        // Routing keeps an endpoint that is set already, and this one is the extension's.
        request.HttpContext.SetEndpoint(null);
        request.RouteValues.Clear();
        await _answer(request.HttpContext);
        return Results.Empty;
    }
}
