using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Core.Tests.Alerts;

public class RefusalCauseTests
{
    [Theory]
    [InlineData("credit_balance_exhausted", RefusalCause.NoCredit)]
    [InlineData("insufficient_quota", RefusalCause.NoCredit)]
    [InlineData("billing_not_active", RefusalCause.BillingInactive)]
    [InlineData("billing_hard_limit_reached", RefusalCause.HardLimit)]
    [InlineData("organization_spend_limit_exceeded", RefusalCause.SpendLimit)]
    [InlineData("project_spend_limit_exceeded", RefusalCause.ProjectSpendLimit)]
    [InlineData("organization_usage_limit_exceeded", RefusalCause.UsageLimit)]
    [InlineData("account_deactivated", RefusalCause.Deactivated)]
    [InlineData("unsupported_country_region_territory", RefusalCause.Country)]
    [InlineData("ip_not_authorized", RefusalCause.IpAddress)]
    [InlineData("invalid_api_key", RefusalCause.Key)]
    [InlineData("model_not_found", RefusalCause.Model)]
    [InlineData("rate_limit_exceeded", RefusalCause.Paced)]
    [InlineData("server_error", RefusalCause.ProviderTrouble)]
    public void The_codes_of_openai_name_their_cause(string code, RefusalCause cause) => Assert.Equal(cause, RefusalCauses.Of(code));

    /// <summary>None of these stands in the table of codes.</summary>
    [Theory]
    [InlineData("Your credit balance is too low to access the Anthropic API.", RefusalCause.NoCredit)]
    [InlineData("Insufficient Balance", RefusalCause.NoCredit)]
    [InlineData("InsufficientQuota", RefusalCause.NoCredit)]
    [InlineData("prepayment_credits_depleted", RefusalCause.NoCredit)]
    [InlineData("Your prepayment credits are depleted.", RefusalCause.NoCredit)]
    [InlineData("Arrearage", RefusalCause.NoCredit)]
    [InlineData("AccountOverdueError", RefusalCause.NoCredit)]
    [InlineData("账户余额不足", RefusalCause.NoCredit)]
    [InlineData("organization_deactivated", RefusalCause.Deactivated)]
    [InlineData("This organization has been disabled.", RefusalCause.Deactivated)]
    [InlineData("team_suspended", RefusalCause.Deactivated)]
    [InlineData("User location is not supported for the API use.", RefusalCause.Country)]
    [InlineData("country_blocked", RefusalCause.Country)]
    [InlineData("ip_address_not_in_allowlist", RefusalCause.IpAddress)]
    [InlineData("API key expired. Please renew the API key.", RefusalCause.Key)]
    [InlineData("AuthenticationError", RefusalCause.Key)]
    [InlineData("api_key_disabled", RefusalCause.Key)]
    [InlineData("insufficient_permissions", RefusalCause.Permission)]
    [InlineData("The model `gpt-9` does not exist or you do not have access to it.", RefusalCause.Model)]
    [InlineData("DeploymentNotFound", RefusalCause.Model)]
    [InlineData("Too Many Requests", RefusalCause.Paced)]
    [InlineData("ThrottlingException", RefusalCause.Paced)]
    [InlineData("Quota exceeded for requests per minute", RefusalCause.Paced)]
    [InlineData("project_budget_exceeded", RefusalCause.ProjectSpendLimit)]
    [InlineData("monthly_spending_cap_reached", RefusalCause.SpendLimit)]
    [InlineData("service_unavailable", RefusalCause.ProviderTrouble)]
    [InlineData("context_length_exceeded", RefusalCause.Unknown)]
    [InlineData("content_policy_violation", RefusalCause.Unknown)]
    [InlineData("max_tokens_invalid_type_of_value", RefusalCause.Unknown)]
    [InlineData("", RefusalCause.Unknown)]
    public void A_code_that_nobody_listed_is_told_by_its_words(string code, RefusalCause cause) => Assert.Equal(cause, RefusalCauses.Of(code));

    [Fact]
    public void The_code_tells_before_the_type_and_the_type_before_the_message()
    {
        Assert.Equal(RefusalCause.Country, RefusalCauses.Of("unsupported_country_region_territory", "request_forbidden", "Buy credit."));
        Assert.Equal(RefusalCause.NoCredit, RefusalCauses.Of("something_new", "insufficient_quota", "The model does not exist."));
        Assert.Equal(RefusalCause.IpAddress, RefusalCauses.Of(null, "", "Your IP address is not authorized."));
    }

    [Fact]
    public void Spelling_and_case_make_no_difference()
    {
        foreach (var code in new[] { "insufficient_quota", "INSUFFICIENT-QUOTA", "Insufficient Quota", "insufficientQuota", "error.insufficient.quota" })
        {
            Assert.Equal(RefusalCause.NoCredit, RefusalCauses.Of(code));
        }
    }
}
