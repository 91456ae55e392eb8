metadata description = 'The function app: a Flex Consumption plan, the program as an isolated worker, its settings.'

@description('Name of the app, which its address begins with.')
@minLength(2)
@maxLength(60)
param name string

@description('Id of the organization that is watched.')
@minLength(2)
param organization string

@description('What people read in its place; empty: the Id.')
param organizationName string

@description('Ids of others that are polled as well.')
param furtherOrganizations string[]

@description('Azure region.')
@minLength(3)
param location string

@description('The identity under which the app runs.')
@minLength(3)
param identityName string

@description('The storage account.')
@minLength(3)
param storageName string

@description('Its container of packages.')
@minLength(3)
param packageContainer string

@description('Address of the vault, with a slash at its end.')
@minLength(10)
param vaultUri string

@description('The Application Insights component.')
@minLength(1)
param insightsName string

@description('Subnet from which the app reaches storage and vault; empty: the open network.')
param subnetId string

@description('Sender of the mails.')
@minLength(6)
param mailFrom string

@description('Who is told everything.')
@minLength(1)
param subscribers string[]

@description('billing, usage and digest: six-field NCRONTAB, UTC.')
param schedules { billing: string, usage: string, digest: string }

@description('Further settings by their keys; none of them secret.')
#disable-next-line use-user-defined-types // numbers and booleans are settings too
param settings object

@description('Base of the links in mails; empty: the address that Azure gives.')
param publicUrl string

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Most instances at once.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Entra app registration that the page\'s readers sign in with; empty: none.')
param signInClientId string

@description('Tags.')
param tags { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = { name: identityName }
resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: storageName }
resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: insightsName }

// A reference without a version: a secret that is set anew is read within a day, or at the restart that infra/deploy.sh makes.
var fromVault = '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/'
var address = empty(publicUrl) ? 'https://${name}.azurewebsites.net' : publicUrl

var hostSettings = [
  { name: 'AzureWebJobsStorage__blobServiceUri', value: storage.properties.primaryEndpoints.blob }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
  { name: 'AzureWebJobsDisableHomepage', value: 'true' }
  // The host then knows its caller by the last entry of the front end; else all callers are one, and ten wrong keys by anybody lock everybody out of signing in.
  { name: 'ASPNETCORE_FORWARDEDHEADERS_ENABLED', value: 'true' }
  { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
  { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identity.properties.clientId};Authorization=AAD' }
  { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
  { name: 'POLL_BILLING_SCHEDULE', value: schedules.billing }
  { name: 'POLL_USAGE_SCHEDULE', value: schedules.usage }
  { name: 'DIGEST_SCHEDULE', value: schedules.digest }
]
var monitorSettings = [
  { name: 'CreditMonitor__Storage__TableEndpoint', value: storage.properties.primaryEndpoints.table }
  { name: 'CreditMonitor__PublicUrl', value: address }
  { name: 'CreditMonitor__Organizations__0__Id', value: organization }
  { name: 'CreditMonitor__Organizations__0__Name', value: empty(organizationName) ? organization : organizationName }
  { name: 'CreditMonitor__Mail__From', value: mailFrom }
  { name: 'CreditMonitor__Access__TrustPlatformIdentity', value: empty(signInClientId) ? 'false' : 'true' }
  { name: 'CreditMonitor__Access__Keys__0__Name', value: 'operations' }
  { name: 'CreditMonitor__Access__Keys__0__Scope', value: 'read' }
  { name: 'CreditMonitor__Access__Keys__1__Name', value: 'automation' }
  { name: 'CreditMonitor__Access__Keys__1__Scope', value: 'write' }
]
var secretSettings = [
  { name: 'CreditMonitor__Organizations__0__AdminKey', value: '${fromVault}openai-admin-key)' }
  { name: 'CreditMonitor__Mail__SendGrid__ApiKey', value: '${fromVault}sendgrid-api-key)' }
  { name: 'CreditMonitor__Access__Keys__0__Secret', value: '${fromVault}access-key-read)' }
  { name: 'CreditMonitor__Access__Keys__1__Secret', value: '${fromVault}access-key-write)' }
  { name: 'CreditMonitor__Access__TokenSecret__0', value: '${fromVault}token-secret)' }
  { name: 'CreditMonitor__Access__TokenSecret__1', value: '${fromVault}token-secret-previous)' }
]
var subscriberSettings = map(
  range(0, length(subscribers)),
  i => { name: 'CreditMonitor__Organizations__0__Subscribers__${i}', value: subscribers[i] }
)
var furtherIds = map(
  range(0, length(furtherOrganizations)),
  i => { name: 'CreditMonitor__Organizations__${i + 1}__Id', value: furtherOrganizations[i] }
)
var furtherKeys = map(range(0, length(furtherOrganizations)), i => {
  name: 'CreditMonitor__Organizations__${i + 1}__AdminKey'
  value: '${fromVault}openai-admin-key-${furtherOrganizations[i]})'
})
var ownSettings = map(
  items(settings),
  setting => { name: 'CreditMonitor__${replace(setting.key, ':', '__')}', value: string(setting.value) }
)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-credmon-${organization}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'monitor' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: { instanceMemoryMB: instanceMemoryMB, maximumInstanceCount: maximumInstanceCount }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
      appSettings: concat(hostSettings, monitorSettings, secretSettings, subscriberSettings, furtherIds, furtherKeys, ownSettings)
    }
  }

  // Packages are uploaded with an Entra token; user names and passwords are off.
  resource ftp 'basicPublishingCredentialsPolicies' = { name: 'ftp', properties: { allow: false } }
  resource scm 'basicPublishingCredentialsPolicies' = { name: 'scm', properties: { allow: false } }

  // In front of the page alone: programs have access keys, mails' links and feeds have tokens, and hooks have signatures.
  resource signIn 'config' = if (!empty(signInClientId)) {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'RedirectToLoginPage'
        redirectToProvider: 'azureactivedirectory'
        excludedPaths: ['/api/*', '/subscriptions/*', '/calendar/*', '/badge/*', '/hooks/*', '/app.css']
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: signInClientId
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
        }
      }
      login: { tokenStore: { enabled: false } }
    }
  }
}

@description('Of the app.')
output name string = app.name

@description('Its address.')
output url string = 'https://${app.properties.defaultHostName}'
