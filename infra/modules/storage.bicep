metadata description = 'One storage account without keys: the host\'s state, the package and the monitor\'s table.'

@description('Name of the account: 3 to 24 small letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
@minLength(3)
param location string

@description('The app.')
@minLength(36)
@maxLength(36)
param identityPrincipalId string

@description('Who uploads packages and keeps the previous one; empty: nobody.')
@maxLength(36)
param operatorId string

@description('What operatorId is.')
@allowed(['Group', 'User', 'ServicePrincipal'])
param operatorType string

@description('Where deletions are recorded.')
@minLength(1)
param workspaceId string

@description('No answer to the open network, allowedAddresses excepted.')
param isPrivate bool

@description('Addresses or ranges that are answered all the same.')
param allowedAddresses string[]

@description('Against deletion.')
param lock bool

@description('Tags.')
param tags { *: string }

var container = 'app-package'
var table = 'creditmonitor'
var roles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate && empty(allowedAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      ipRules: [for address in (isPrivate ? allowedAddresses : []): { action: 'Allow', value: address }]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: { deleteRetentionPolicy: { enabled: true, days: 14 } }

    resource packages 'containers' = {
      name: container
      properties: { publicAccess: 'None' }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'

    resource rows 'tables' = { name: table }
  }
}

// Storage Blob Data Owner on the account: the host keeps its keys, leases and timer states there, in containers that it makes itself. It reaches no table.
resource hostState 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, identityPrincipalId, roles.blobDataOwner)
  scope: account
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobDataOwner)
  }
}

// Storage Table Data Contributor on the one table: rows, and no other table.
resource rowsOfTheMonitor 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::tables::rows.id, identityPrincipalId, roles.tableDataContributor)
  scope: account::tables::rows
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.tableDataContributor)
  }
}

// Storage Blob Data Contributor on the packages alone, for whoever deploys: to keep the previous package, and to put it back.
resource packagesOfOperators 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(account::blobs::packages.id, operatorId, roles.blobDataContributor)
  scope: account::blobs::packages
  properties: {
    principalId: operatorId
    principalType: operatorType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.blobDataContributor)
  }
}

resource deletions 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'deletions'
  scope: account::tables
  properties: { workspaceId: workspaceId, logs: [{ category: 'StorageDelete', enabled: true }] }
}

resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  name: 'no-delete'
  scope: account
  properties: { level: 'CanNotDelete', notes: 'Holds the history of the credit.' }
}

@description('Of the account.')
output name string = account.name

@description('Where the package lies.')
output packageContainer string = container
