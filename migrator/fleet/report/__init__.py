"""Questions about an inventory, and the report that their answers make."""
