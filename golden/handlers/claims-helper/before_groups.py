def reader(claims):
    return "readers" in claims["cognito:groups"].strip("[]").split()
