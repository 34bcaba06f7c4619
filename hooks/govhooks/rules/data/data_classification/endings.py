"""Which files hold data rather than code, by the endings of their names."""

from __future__ import annotations

# What holds data rather than code, by the ending of its name.
TABLES = (".csv", ".tsv", ".psv", ".xlsx", ".xlsm", ".ods", ".json", ".ndjson", ".jsonl", ".parquet")
DATABASES = (".sqlite", ".sqlite3", ".db", ".db3", ".s3db", ".sql")
# Tables that no reader takes: the name has to say enough.
CLOSED = (".xls", ".xlsb", ".mdb", ".accdb", ".dbf", ".sav", ".dta", ".avro", ".feather", ".orc")
ARCHIVES = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".tar", ".rar")
DUMPS = (".dump", ".pgdump", ".dmp", ".bak", ".bacpac", ".bson", ".rdb")
DOCUMENTS = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".eml", ".msg", ".vcf", ".ldif", ".mbox", ".pst")
ENDINGS = tuple(dict.fromkeys((*TABLES, *DATABASES, *CLOSED, *ARCHIVES, *DUMPS, *DOCUMENTS)))
GLOBS = tuple("*" + ending for ending in ENDINGS)
