from chalice import Chalice

app = Chalice(app_name="items")


@app.route("/")
def index():
    return {}
