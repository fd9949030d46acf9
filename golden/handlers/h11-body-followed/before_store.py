def load():
    return open("notes")
