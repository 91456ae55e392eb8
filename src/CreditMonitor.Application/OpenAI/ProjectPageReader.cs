using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Observations;

namespace CreditMonitor.OpenAI;

/// <summary>Takes in the pages of the list of projects. The cursor is the last id, not a token.</summary>
internal sealed class ProjectPageReader(Question question)
{
    private readonly Dictionary<string, Project> _projects = new(StringComparer.Ordinal);

    public ImmutableArray<Project> ToProjects() => [.. _projects.Values];

    public Reading<string?> Take(JsonElement page) => ListPage.TakeAll(question, page, "a project", (id, item) =>
    {
        // A project that was made between two pages can push another onto both.
        _projects[id] = new Project(id, ProviderText.Name(JsonText.OrNull(item, "name")), IsArchived(item));
        return null;
    });

    private static bool IsArchived(JsonElement project) =>
        JsonText.OrNull(project, "status") is "archived" || (project.TryGetProperty("archived_at", out var at) && at.ValueKind is JsonValueKind.Number);
}
