"""The benchmark: invented data sets, and what builds of them cost beside plain MkDocs."""
