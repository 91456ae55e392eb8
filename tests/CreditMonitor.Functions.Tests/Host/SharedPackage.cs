using CreditMonitor.Testing;

[assembly: AssemblyFixture(typeof(PublishedPackage))]
