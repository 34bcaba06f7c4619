"""Known vulnerabilities of packages, on disk, from advisories in the OSV format (https://ossf.github.io/osv-schema/).

osv         one advisory: what it says, and whether it affects a version
severity    how severe it is, of CVSS vectors and of the words of databases
names       package names as their ecosystem compares them
source      where advisories come from: osv-scanner's offline folders, JSON files, a URL
build       advisories -> the database, replaced as a whole
database    the database -> what is known of many packages at once, and how much it covers
"""
