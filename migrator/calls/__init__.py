"""The same requests to two deployed APIs, and what differs in their answers."""
