metadata description = 'What the operators are told from outside of the app, since an app that does not run tells nothing.'

@description('Part of the names.')
@minLength(2)
param organization string

@description('Azure region.')
@minLength(3)
param location string

@description('The component whose records are searched.')
@minLength(1)
param insightsId string

@description('Who is told.')
@minLength(6)
param operatorMail string

@description('How long nothing may have been read before they are.')
@allowed(['PT2H', 'PT6H', 'P1D'])
param silenceAfter string

@description('Tags.')
param tags { *: string }

var rules = [
  {
    name: 'failures'
    says: 'Credit Monitor ${organization}: runs fail'
    does: 'More than two runs of the timers failed within an hour, repeats included. Look at exceptions and traces of that hour; infra/deploy.sh rolls a package back.'
    severity: 2
    window: 'PT1H'
    // The timers alone: an anonymous caller can make a request fail, and three an hour would cry wolf.
    query: 'requests | where success == false and operation_Name in ("PollBilling", "PollUsage", "Digest")'
    operator: 'GreaterThan'
    threshold: 2
  }
  {
    name: 'silence'
    says: 'Credit Monitor ${organization}: no poll ran'
    does: 'No run of PollBilling succeeded. See that the app is started and its timers are listed; restart it, or deploy again.'
    severity: 1
    window: silenceAfter
    query: 'requests | where success == true and operation_Name == "PollBilling"'
    operator: 'LessThan'
    threshold: 1
  }
  {
    name: 'blindness'
    says: 'Credit Monitor ${organization}: no poll read costs'
    does: 'Polls run and OpenAI does not answer them, or refuses the admin key. The status says why: GET /api/status.'
    severity: 1
    window: silenceAfter
    query: 'traces | where message has "Polled" and message has "costs read"'
    operator: 'LessThan'
    threshold: 1
  }
]

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-credmon-${organization}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take('cm${replace(organization, '-', '')}', 12)
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: operatorMail, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'alert-credmon-${organization}-${rule.name}'
    location: location
    tags: tags
    properties: {
      displayName: rule.says
      description: rule.does
      severity: rule.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT15M'
      windowSize: rule.window
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: rule.operator
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [operators.id] }
    }
  }
]
