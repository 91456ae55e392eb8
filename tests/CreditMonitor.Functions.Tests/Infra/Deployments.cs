namespace CreditMonitor.Functions.Tests.Infra;

/// <summary>What <c>infra/deploy.sh</c> asks of Azure, and what it does when Azure or the package fails.</summary>
public sealed class Deployments
{
    [Fact]
    public async Task The_first_one_validates_shows_deploys_sets_every_secret_uploads_and_sees_a_good_poll()
    {
        await using var deployment = await ADeployment.ReadyAsync();

        var said = await deployment.DeployAsync("one");

        Assert.True(said.Code == 0, said.Error);
        Assert.Contains("is well", said.Error, StringComparison.Ordinal);
        InOrder(deployment.Calls, "group exists", "group create --name rg-credmon-example --location westeurope", "deployment group validate", "deployment group what-if", "deployment group create",
            "keyvault secret set --vault-name kv-example --name openai-admin-key", "functionapp restart", "storage blob exists", "functionapp deployment source config-zip", "functionapp keys list");
        Assert.Equal(ADeployment.AdminKey, deployment.Secret("openai-admin-key"));
        Assert.Equal("one", deployment.Running);
    }

    [Fact]
    public async Task Access_keys_and_token_secrets_are_random_and_long()
    {
        await using var deployment = await ADeployment.ReadyAsync();

        await deployment.DeployAsync("one");

        string[] made = [.. new[] { "access-key-read", "access-key-write", "token-secret", "token-secret-previous" }.Select(name => deployment.Secret(name)!)];
        Assert.All(made, secret => Assert.Matches("^[A-Za-z0-9_-]{64}$", secret));
        Assert.Equal(made.Length, made.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task No_secret_is_an_argument_or_is_said()
    {
        await using var deployment = await ADeployment.ReadyAsync();

        var said = await deployment.DeployAsync("one", "--rotate-token-secret");

        var seen = string.Join('\n', deployment.Calls) + said.Output + said.Error;
        Assert.All(new[] { "openai-admin-key", "sendgrid-api-key", "access-key-read", "access-key-write", "token-secret", "token-secret-previous" }, name => Assert.DoesNotContain(deployment.Secret(name)!, seen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_again_sets_no_secret_restarts_nothing_and_uploads_nothing()
    {
        await using var deployment = await ADeployment.ReadyAsync();
        await deployment.DeployAsync("one");
        deployment.Forget();

        var said = await deployment.DeployAsync("one");

        Assert.True(said.Code == 0, said.Error);
        Assert.DoesNotContain(deployment.Calls, call => call.Contains("secret set", StringComparison.Ordinal) || call.Contains("restart", StringComparison.Ordinal) || call.Contains("config-zip", StringComparison.Ordinal) || call.Contains("group create --name rg", StringComparison.Ordinal));
        Assert.Null(deployment.Previous);
    }

    [Fact]
    public async Task A_package_that_does_not_run_is_followed_by_the_one_before()
    {
        await using var deployment = await ADeployment.ReadyAsync();
        await deployment.DeployAsync("one");

        var said = await deployment.DeployAsync("broken");

        Assert.Equal(4, said.Code);
        Assert.Contains("the previous one is back and answers", said.Error, StringComparison.Ordinal);
        Assert.Equal("one", deployment.Running);
    }

    [Fact]
    public async Task A_first_package_that_does_not_run_has_none_to_go_back_to_and_that_is_said()
    {
        await using var deployment = await ADeployment.ReadyAsync();

        var said = await deployment.DeployAsync("broken");

        Assert.Equal(4, said.Code);
        Assert.Contains("there is no previous one to put back", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_one_before_is_put_back_on_demand_from_a_machine_that_has_nothing()
    {
        await using var deployment = await ADeployment.ReadyAsync();
        await deployment.DeployAsync("one");
        await deployment.DeployAsync("two");
        Assert.Equal(("two", "one"), (deployment.Running, deployment.Previous));

        var said = await deployment.RunAsync("example", "--rollback", "--wait", "1");

        Assert.True(said.Code == 0, said.Error);
        Assert.Equal("one", deployment.Running);
    }

    [Fact]
    public async Task What_would_change_is_shown_and_nothing_changes()
    {
        await using var deployment = await ADeployment.ReadyAsync();

        var said = await deployment.RunAsync("example", "--what-if");

        Assert.Equal(0, said.Code);
        Assert.Contains(deployment.Calls, call => call.StartsWith("deployment group what-if", StringComparison.Ordinal));
        Assert.DoesNotContain(deployment.Calls, call => call.StartsWith("deployment group create", StringComparison.Ordinal) || call.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deployment group validate", 3, "Azure refuses the template")]
    [InlineData("deployment group create", 4, "the deployment failed")]
    [InlineData("keyvault secret list", 4, "the secrets of kv-example cannot be listed; see that operatorId")]
    [InlineData("keyvault secret set", 4, "could not be written to kv-example; see that operatorId")]
    [InlineData("storage blob exists", 4, "the packages in stexample cannot be read; see that operatorId")]
    [InlineData("config-zip", 4, "the package could not be uploaded")]
    [InlineData("account show", 2, "nobody is signed in to Azure; run az login")]
    public async Task A_refusal_ends_it_with_what_to_do(string refused, int code, string says)
    {
        await using var deployment = await ADeployment.ReadyAsync();
        deployment.Refuse(refused);

        var said = await deployment.DeployAsync("one");

        Assert.Equal(code, said.Code);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
        Assert.Null(deployment.Running);
    }

    [Fact]
    public async Task A_secret_that_nobody_gives_is_named_with_its_variable()
    {
        await using var deployment = await ADeployment.ReadyAsync();
        deployment.Environment["CREDIT_MONITOR_SENDGRID_API_KEY"] = "";

        var said = await deployment.DeployAsync("one");

        Assert.Equal(2, said.Code);
        Assert.Contains("secret sendgrid-api-key is not in kv-example; set the environment variable CREDIT_MONITOR_SENDGRID_API_KEY", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_token_secret_leaves_the_one_before_accepted()
    {
        await using var deployment = await ADeployment.ReadyAsync();
        await deployment.DeployAsync("one");
        var before = deployment.Secret("token-secret");

        await deployment.DeployAsync("one", "--rotate-token-secret");

        Assert.Equal(before, deployment.Secret("token-secret-previous"));
        Assert.NotEqual(before, deployment.Secret("token-secret"));
    }

    [Fact]
    public async Task A_monitor_that_cannot_see_is_told_with_its_reason_and_is_no_reason_to_go_back()
    {
        await using var deployment = await ADeployment.ReadyAsync();
        await deployment.DeployAsync("one");
        deployment.Blind = "OpenAI refuses the admin key.";

        var said = await deployment.DeployAsync("two", "--wait", "3");

        Assert.Equal(1, said.Code);
        Assert.True(said.Error.Contains("runs and cannot see: OpenAI refuses the admin key.", StringComparison.Ordinal), said.Error);
        Assert.Equal("two", deployment.Running);
    }

    private static void InOrder(string[] calls, params string[] beginnings)
    {
        var from = 0;
        foreach (var beginning in beginnings)
        {
            var at = Array.FindIndex(calls, from, call => call.StartsWith(beginning, StringComparison.Ordinal));
            Assert.True(at >= 0, $"'{beginning}' is not among, or not after what comes before it in:\n{string.Join('\n', calls)}");
            from = at + 1;
        }
    }
}
