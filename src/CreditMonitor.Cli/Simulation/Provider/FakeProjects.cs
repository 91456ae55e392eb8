using System.Globalization;
using System.Net;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>The projects of the stand-in provider, in the order in which they were first added, and the list of them by page.</summary>
internal sealed class FakeProjects
{
    private const int MaxLimit = 100;

    private readonly List<(string Id, Timeline<(Project Project, DateTimeOffset Since)> Life)> _projects = [];

    /// <summary>A later one with the same id replaces it once visible: renamed, or archived.</summary>
    public void Add(Project project, DateTimeOffset visibleAt)
    {
        var life = _projects.Find(known => known.Id == project.Id).Life;
        if (life is null)
            _projects.Add((project.Id, life = new Timeline<(Project, DateTimeOffset)>()));

        life.Add(visibleAt, (project, visibleAt));
    }

    public HttpResponseMessage Answer(ILookup<string, string> parameters, DateTimeOffset now)
    {
        var limit = 20;
        if (parameters.Contains("limit")
            && !(int.TryParse(parameters["limit"].First(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
            return FakeAnswers.Error(HttpStatusCode.BadRequest, "invalid_request_error", $"'limit' must be between 1 and {MaxLimit}.", "limit");

        var archivedToo = parameters["include_archived"].FirstOrDefault() == "true";
        var visible = _projects.Where(known => known.Life.TryGet(now, out var state) && (archivedToo || !state.Project.Archived)).ToList();
        var after = parameters["after"].FirstOrDefault();
        var start = after is null ? 0 : visible.FindIndex(known => known.Id == after) + 1;
        return Page(visible.GetRange(start, visible.Count - start), limit, now);
    }

    private static HttpResponseMessage Page(List<(string Id, Timeline<(Project Project, DateTimeOffset Since)> Life)> rest, int limit, DateTimeOffset now)
    {
        var page = rest.Take(limit).ToList();
        return FakeAnswers.Json(HttpStatusCode.OK, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var (_, life) in page)
            {
                life.TryGet(now, out var state);
                FakeAnswers.Project(json, state.Project, life.First!.Value, state.Project.Archived ? state.Since : null);
            }

            json.WriteEndArray();
            json.WriteString("first_id", page.Count == 0 ? null : page[0].Id);
            json.WriteString("last_id", page.Count == 0 ? null : page[^1].Id);
            json.WriteBoolean("has_more", rest.Count > limit);
            json.WriteEndObject();
        });
    }
}
