from mangum import Mangum
from site_app import app

handler = Mangum(app)
