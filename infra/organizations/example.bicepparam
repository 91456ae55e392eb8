using '../main.bicep'

// Copy to ORGANIZATION.bicepparam and say what differs. No secret belongs here: infra/deploy.sh asks for them and puts them into the vault.
param organization = 'example'
param organizationName = 'Example Inc.'
param location = 'westeurope'
param mailFrom = 'credit-monitor@example.com'
param subscribers = ['team@example.com', 'finance@example.com']
param operatorMail = 'operations@example.com'
param operatorId = '00000000-0000-0000-0000-000000000000'
param settings = {
  'Organizations:0:TimeZone': 'Europe/Berlin'
  'Organizations:0:Grants:0:Id': 'march'
  'Organizations:0:Grants:0:Amount': '1000'
  'Organizations:0:Grants:0:EffectiveAt': '2026-03-01T09:30:00Z'
  'Access:SubscriberDomains:0': 'example.com'
}
param monthlyBudget = 10
param budgetStart = '2026-12-01'
param tags = { costCenter: '4711' }
