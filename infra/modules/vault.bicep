metadata description = 'The vault of the secrets: written by operators, read by the app, audited.'

@description('Name of the vault: 3 to 24 letters, digits and hyphens.')
@minLength(3)
@maxLength(24)
param name string

@description('Azure region.')
@minLength(3)
param location string

@description('The app, which reads secrets.')
@minLength(36)
@maxLength(36)
param identityPrincipalId string

@description('Who writes secrets; empty: nobody.')
@maxLength(36)
param operatorId string

@description('What operatorId is.')
@allowed(['Group', 'User', 'ServicePrincipal'])
param operatorType string

@description('Where every use of the vault is recorded.')
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

var roles = {
  secretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  secretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: isPrivate && empty(allowedAddresses) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
      ipRules: [for address in (isPrivate ? allowedAddresses : []): { value: address }]
    }
  }
}

// Key Vault Secrets User: reads values, lists no more than it must, writes none. On the vault, which holds nothing but this app's secrets.
resource reader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identityPrincipalId, roles.secretsUser)
  scope: vault
  properties: {
    principalId: identityPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsUser)
  }
}

resource writer 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorId)) {
  name: guid(vault.id, operatorId, roles.secretsOfficer)
  scope: vault
  properties: {
    principalId: operatorId
    principalType: operatorType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.secretsOfficer)
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: { workspaceId: workspaceId, logs: [{ categoryGroup: 'audit', enabled: true }] }
}

resource keep 'Microsoft.Authorization/locks@2020-05-01' = if (lock) {
  name: 'no-delete'
  scope: vault
  properties: { level: 'CanNotDelete', notes: 'Holds the secrets of the monitor.' }
}

@description('Of the vault.')
output name string = vault.name

@description('Its address, which references to secrets begin with.')
output uri string = vault.properties.vaultUri
