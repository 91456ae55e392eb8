using System.Text.Json;
using System.Text.Json.Nodes;

namespace CreditMonitor.Application.Tests.Http.Pages;

/// <summary>One tab, used as a person uses it: addresses, clicks, keys.</summary>
internal sealed class ATab(DevTools tools, string session, Uri site)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task SetUpAsync(int width, bool dark, bool scripts)
    {
        await SendAsync("Page.enable");
        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        await SendAsync("Emulation.setEmulatedMedia", new JsonObject { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }) });
        await SendAsync("Emulation.setScriptExecutionDisabled", new JsonObject { ["value"] = !scripts });
    }

    public Task GoAsync(string path) => LoadingAsync(() => SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(site, path).ToString() }));

    /// <summary>As a link on the page shown leads there.</summary>
    public Task LeaveForAsync(Uri address) => LoadingAsync(() => SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = $"location = '{address}'" }));

    /// <exception cref="TimeoutException">It did not become true.</exception>
    public async Task UntilAsync(string expression)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if ((await EvaluateAsync(expression)).ValueKind == JsonValueKind.True)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"{expression} is not true after 10 seconds: {await TextAsync()}");
    }

    /// <summary>What a reader sees of the page, as text.</summary>
    public Task<string> TextAsync() => TextOfAsync("document.body.innerText");

    public async Task<string> TextOfAsync(string expression) => (await EvaluateAsync(expression)).ToString();

    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.False(answer.TryGetProperty("exceptionDetails", out var thrown), $"{expression[..Math.Min(200, expression.Length)]}: {thrown}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    public async Task TypeAsync(string field, string text)
    {
        await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = $"(() => {{ const field = {One(field)}; field.focus(); field.select?.(); }})()" });
        await SendAsync("Input.insertText", new JsonObject { ["text"] = text });
    }

    /// <summary>With the mouse, in the middle of what a reader sees of it.</summary>
    public async Task ClickAsync(string selector)
    {
        var at = await EvaluateAsync($"(() => {{ const found = {One(selector)}; found.scrollIntoView({{ block: 'center' }}); const box = found.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()");
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await SendAsync("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = at[0].GetDouble(), ["y"] = at[1].GetDouble(), ["button"] = "left", ["clickCount"] = 1 });
        }
    }

    public Task FollowAsync(string selector) => LoadingAsync(() => ClickAsync(selector));

    /// <param name="key"><c>Tab</c> or <c>Enter</c>.</param>
    public async Task PressAsync(string key)
    {
        var code = key == "Tab" ? 9 : 13;
        var down = new JsonObject { ["type"] = key == "Enter" ? "keyDown" : "rawKeyDown", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
        if (key == "Enter")
        {
            down["text"] = "\r";
        }

        await SendAsync("Input.dispatchKeyEvent", down);
        await SendAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    public Task InsertAsync(string text) => SendAsync("Input.insertText", new JsonObject { ["text"] = text });

    public Task LoadingByKeyAsync(string key) => LoadingAsync(() => PressAsync(key));

    public async Task ChooseFilesAsync(string field, params string[] paths)
    {
        var root = (await SendAsync("DOM.getDocument")).GetProperty("root").GetProperty("nodeId").GetInt32();
        var node = (await SendAsync("DOM.querySelector", new JsonObject { ["nodeId"] = root, ["selector"] = field })).GetProperty("nodeId").GetInt32();
        await SendAsync("DOM.setFileInputFiles", new JsonObject { ["nodeId"] = node, ["files"] = new JsonArray([.. paths.Select(path => JsonValue.Create(path))]) });
    }

    private static string One(string selector) => $"(document.querySelector(`{selector}`) ?? (() => {{ throw new Error(`no {selector} on ${{document.title}}`); }})())";

    private async Task LoadingAsync(Func<Task> act)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Listen(string? from, string method)
        {
            if (from == session && method == "Page.loadEventFired")
            {
                loaded.TrySetResult();
            }
        }

        tools.Happened += Listen;
        try
        {
            await act();
            await loaded.Task.WaitAsync(Patience);
        }
        finally
        {
            tools.Happened -= Listen;
        }
    }

    private Task<JsonElement> SendAsync(string method, JsonObject? parameters = null) => tools.SendAsync(method, parameters, session);
}
