metadata description = 'Private endpoints of storage and vault, and the names under which the app finds them.'

@description('Part of the names.')
@minLength(2)
param organization string

@description('Azure region.')
@minLength(3)
param location string

@description('The network that holds the subnet endpoints.')
@minLength(1)
param networkName string

@description('The storage account.')
@minLength(3)
param storageName string

@description('The vault.')
@minLength(3)
param vaultName string

@description('Tags.')
param tags { *: string }

var targets = [
  {
    name: 'blob'
    group: 'blob'
    zone: 'privatelink.blob.${environment().suffixes.storage}'
    type: 'Microsoft.Storage/storageAccounts'
    resource: storageName
  }
  {
    name: 'table'
    group: 'table'
    zone: 'privatelink.table.${environment().suffixes.storage}'
    type: 'Microsoft.Storage/storageAccounts'
    resource: storageName
  }
  { name: 'vault', group: 'vault', zone: 'privatelink.vaultcore.azure.net', type: 'Microsoft.KeyVault/vaults', resource: vaultName }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: networkName

  resource subnet 'subnets' existing = { name: 'endpoints' }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for target in targets: {
    name: target.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (target, i) in targets: {
    parent: zones[i]
    name: 'link-${organization}'
    location: 'global'
    tags: tags
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for target in targets: {
    name: 'pe-credmon-${organization}-${target.name}'
    location: location
    tags: tags
    properties: {
      subnet: { id: network::subnet.id }
      privateLinkServiceConnections: [
        { name: target.name, properties: { privateLinkServiceId: resourceId(target.type, target.resource), groupIds: [target.group] } }
      ]
    }
  }
]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (target, i) in targets: {
    parent: endpoints[i]
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: target.name, properties: { privateDnsZoneId: zones[i].id } }] }
    dependsOn: [links]
  }
]
