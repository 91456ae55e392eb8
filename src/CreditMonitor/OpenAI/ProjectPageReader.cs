using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Core.Monitoring;

namespace CreditMonitor.OpenAI;

/// <summary>Takes in the pages of the list of projects. The cursor is the last id, not a token.</summary>
internal sealed class ProjectPageReader(Question question)
{
    private readonly Dictionary<string, Project> _projects = new(StringComparer.Ordinal);

    public ImmutableArray<Project> ToProjects() => [.. _projects.Values];

    public Reading<string?> Take(JsonElement page)
    {
        if (!page.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Array)
            return question.NotDescribed<string?>("`data` is missing or no list");

        if (!page.TryGetProperty("has_more", out var more) || more.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return question.NotDescribed<string?>("`has_more` is missing or neither true nor false");

        var last = "";
        foreach (var item in data.EnumerateArray())
        {
            if (JsonText.OrNull(item, "id") is not { Length: > 0 } id)
                return question.NotDescribed<string?>("a project has no `id`");

            // A project that was made between two pages can push another onto both.
            _projects[id] = new Project(id, ProviderText.Name(JsonText.OrNull(item, "name")), IsArchived(item));
            last = id;
        }

        return new Reading<string?>.Ok(more.ValueKind is JsonValueKind.False ? null : JsonText.OrNull(page, "last_id") ?? last);
    }

    private static bool IsArchived(JsonElement project) =>
        JsonText.OrNull(project, "status") is "archived" || (project.TryGetProperty("archived_at", out var at) && at.ValueKind is JsonValueKind.Number);
}
