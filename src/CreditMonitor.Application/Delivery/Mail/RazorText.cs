using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CreditMonitor.Delivery.Mail;

/// <summary>Renders one page or one email at a time. A renderer keeps every component that it ever rendered until it is disposed, so each
/// rendering has its own.</summary>
internal sealed class RazorText(IServiceProvider services, ILoggerFactory loggers)
{
    public async Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
