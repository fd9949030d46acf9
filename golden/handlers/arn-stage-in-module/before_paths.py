CLOSED = ["prod/DELETE/*"]
