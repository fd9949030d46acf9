"""What is attached to an API beside its routes: domains, firewalls, plans, keys, links, doors to its functions."""
