"""Supply chain: licences and vulnerabilities of dependencies, and committed secrets."""
