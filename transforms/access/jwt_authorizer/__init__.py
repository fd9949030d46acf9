"""The function that checks tokens behind a REST API, as it is put beside a template."""
