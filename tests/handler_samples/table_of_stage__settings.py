# module
TABLES = {"prod": "prod-table", "dev": "dev-table"}
