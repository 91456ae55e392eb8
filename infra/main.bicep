metadata description = 'Credit Monitor for one organization: everything it needs, in one resource group. docs/deployment.md argues each choice.'
targetScope = 'resourceGroup'

@description('The organization that is watched: part of every name here, and its Id in links and answers. Small letters, digits and hyphens.')
@minLength(2)
@maxLength(20)
param organization string

@description('Further organizations that this deployment polls as well, each with an admin key of its own in the vault (openai-admin-key-<Id>). 100 fit the time of a run even where the provider hangs.')
@maxLength(100)
param furtherOrganizations string[] = []

@description('What people read in place of the Id. Empty: the Id.')
@maxLength(80)
param organizationName string = ''

@description('Azure region. Flex Consumption is not in all of them: az functionapp list-flexconsumption-locations.')
@minLength(3)
@maxLength(40)
param location string = resourceGroup().location

@description('Sender of the mails, which SendGrid must have verified.')
@minLength(6)
@maxLength(254)
param mailFrom string

@description('Mail addresses that get every alert without confirming; whoever deploys vouches for them. At least one, or nobody is told.')
@minLength(1)
@maxLength(50)
param subscribers string[]

@description('Mail address of whoever operates the monitor: failures, silence and the budget go there.')
@minLength(6)
@maxLength(254)
param operatorMail string

@description('Object id of the group (or person, or workload) that deploys: may write the secrets and the packages. Empty: nobody, and infra/deploy.sh cannot set secrets.')
@maxLength(36)
param operatorId string = ''

@description('What operatorId is.')
@allowed(['Group', 'User', 'ServicePrincipal'])
param operatorType string = 'Group'

@description('When costs are polled: six-field NCRONTAB, UTC. Stagger it against the others: timers that start together conflict.')
@minLength(11)
@maxLength(60)
param billingSchedule string = '0 2 * * * *'

@description('When usage is polled and waiting mail is sent: six-field NCRONTAB, UTC.')
@minLength(11)
@maxLength(60)
param usageSchedule string = '0 */5 * * * *'

@description('When digests are made, for those whose hour it is: six-field NCRONTAB, UTC.')
@minLength(11)
@maxLength(60)
param digestSchedule string = '0 37 * * * *'

@description('Further settings of the program by their keys (README, Configuration), such as Organizations:0:Grants:0:Amount. Never a secret: those are in the vault.')
#disable-next-line use-user-defined-types // numbers and booleans are settings too
param settings object = {}

@description('Base of the links in mails, when the app has a domain of its own. Empty: the address that Azure gives it.')
@maxLength(200)
param publicUrl string = ''

@description('Memory of an instance in MB; what is billed is this times the time that functions run.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Most instances at once. Each timer has one of its own and HTTP a few; 40 is the least that the plan takes.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Operators are told when no poll has read costs for this long. At least twice the distance of two billing polls.')
@allowed(['PT2H', 'PT6H', 'P1D'])
param silenceAfter string = 'PT2H'

@description('Days for which logs are kept; 30 cost nothing more than their ingestion.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Most gigabytes of logs a day, so that no loop runs up a bill; 1 is forty times what a deployment writes.')
@minValue(1)
@maxValue(50)
param logDailyCapGb int = 1

@description('Monthly budget of this resource group in the billing currency, warned of at 80 % and foreseen at 100 %; 0 for none.')
@minValue(0)
@maxValue(100000)
param monthlyBudget int = 0

@description('First day of the month in which the budget starts, yyyy-MM-01; it cannot be changed afterwards. Needed with monthlyBudget.')
@maxLength(10)
param budgetStart string = ''

@description('Locks storage and vault against deletion.')
param lockData bool = true

@description('Storage and vault answer in a virtual network only. Costs more (docs/deployment.md) and needs the Microsoft.App resource provider.')
param privateNetwork bool = false

@description('Address space of that network; a /24 is split into a subnet for the app and one for private endpoints.')
@minLength(9)
@maxLength(18)
param networkPrefix string = '10.20.0.0/24'

@description('Addresses or ranges that reach storage and vault from outside of the private network, such as that of whoever sets the secrets.')
@maxLength(50)
param allowedAddresses string[] = []

@description('Application (client) id of an Entra app registration: the page then asks for a sign-in as well. Empty: access keys alone.')
@maxLength(36)
param signInClientId string = ''

@description('Tags beside app and organization, such as a cost centre.')
param tags { *: string } = {}

var suffix = uniqueString(resourceGroup().id, organization)
var allTags = union({ app: 'credit-monitor', organization: organization }, tags)
var names = {
  identity: 'id-credmon-${organization}'
  storage: take('stcredmon${suffix}', 24)
  vault: take('kv-credmon-${suffix}', 24)
  insights: 'appi-credmon-${organization}'
  app: 'func-credmon-${organization}-${take(suffix, 6)}'
}
var secretNames = concat(
  ['openai-admin-key', 'sendgrid-api-key', 'access-key-read', 'access-key-write', 'token-secret', 'token-secret-previous'],
  map(furtherOrganizations, id => 'openai-admin-key-${id}')
)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: names.identity
  location: location
  tags: allTags
}

module telemetry 'modules/telemetry.bicep' = {
  name: 'telemetry'
  params: {
    organization: organization
    insightsName: names.insights
    location: location
    retentionDays: logRetentionDays
    dailyCapGb: logDailyCapGb
    identityPrincipalId: identity.properties.principalId
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'network'
  params: { organization: organization, location: location, addressPrefix: networkPrefix, tags: allTags }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: names.storage
    location: location
    identityPrincipalId: identity.properties.principalId
    operatorId: operatorId
    operatorType: operatorType
    workspaceId: telemetry.outputs.workspaceId
    isPrivate: privateNetwork
    allowedAddresses: allowedAddresses
    lock: lockData
    tags: allTags
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: names.vault
    location: location
    identityPrincipalId: identity.properties.principalId
    operatorId: operatorId
    operatorType: operatorType
    workspaceId: telemetry.outputs.workspaceId
    isPrivate: privateNetwork
    allowedAddresses: allowedAddresses
    lock: lockData
    tags: allTags
  }
}

module endpoints 'modules/endpoints.bicep' = if (privateNetwork) {
  name: 'endpoints'
  params: {
    organization: organization
    location: location
    networkName: 'vnet-credmon-${organization}'
    storageName: names.storage
    vaultName: names.vault
    tags: allTags
  }
  dependsOn: [network, storage, vault]
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: names.app
    organization: organization
    organizationName: organizationName
    furtherOrganizations: furtherOrganizations
    location: location
    identityName: identity.name
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    vaultUri: vault.outputs.uri
    insightsName: names.insights
    subnetId: privateNetwork ? resourceId('Microsoft.Network/virtualNetworks/subnets', 'vnet-credmon-${organization}', 'app') : ''
    mailFrom: mailFrom
    subscribers: subscribers
    schedules: { billing: billingSchedule, usage: usageSchedule, digest: digestSchedule }
    settings: settings
    publicUrl: publicUrl
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    signInClientId: signInClientId
    tags: allTags
  }
  dependsOn: [endpoints]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    organization: organization
    location: location
    insightsId: telemetry.outputs.insightsId
    operatorMail: operatorMail
    silenceAfter: silenceAfter
    tags: allTags
  }
}

resource budget 'Microsoft.Consumption/budgets@2024-08-01' = if (monthlyBudget > 0) {
  name: 'budget-credmon-${organization}'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetStart }
    notifications: {
      Spent80: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [operatorMail] }
      Foreseen100: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: [operatorMail] }
    }
  }
}

@description('The function app, to which infra/deploy.sh uploads the package.')
output appName string = app.outputs.name

@description('Its address.')
output url string = app.outputs.url

@description('The vault that waits for the secrets.')
output vaultName string = vault.outputs.name

@description('Names of the secrets that the app reads; their values are set by infra/deploy.sh and are in no template.')
output secretNames string[] = secretNames

@description('The storage account and its container of packages.')
output storageName string = storage.outputs.name
output packageContainer string = storage.outputs.packageContainer
