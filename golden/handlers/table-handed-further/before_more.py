import tables


def fill(table):
    table["POST"] = print


fill(tables.PASSED)
