metadata description = 'Logs: a workspace, and Application Insights on it that takes no key.'

@description('Part of the names.')
@minLength(2)
param organization string

@description('Name of the component.')
@minLength(1)
param insightsName string

@description('Azure region.')
@minLength(3)
param location string

@description('Days for which logs are kept.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Most gigabytes a day; past it nothing more is taken until midnight UTC.')
@minValue(1)
param dailyCapGb int

@description('The app, which may send.')
@minLength(36)
@maxLength(36)
param identityPrincipalId string

@description('Tags.')
param tags { *: string }

var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: 'log-credmon-${organization}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyCapGb }
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

// Monitoring Metrics Publisher on this component alone: with local authentication off, nothing else lets the host send.
resource publisher 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, identityPrincipalId, monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
  }
}

@description('For diagnostic settings.')
output workspaceId string = workspace.id

@description('For the alerts.')
output insightsId string = insights.id
