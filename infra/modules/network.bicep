metadata description = 'The private network: a subnet that the app reaches out from, and one for private endpoints.'

@description('Part of the names.')
@minLength(2)
param organization string

@description('Azure region.')
@minLength(3)
param location string

@description('Address space; a /24 or larger.')
@minLength(9)
param addressPrefix string

@description('Tags.')
param tags { *: string }

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet-credmon-${organization}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          // Flex Consumption runs on this provider, and wants its subnet for itself.
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: cidrSubnet(addressPrefix, 27, 2), privateEndpointNetworkPolicies: 'Disabled' }
      }
    ]
  }
}
