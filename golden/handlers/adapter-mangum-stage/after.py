from mangum import Mangum

from site_app import app

handler = Mangum(app, lifespan="off", api_gateway_base_path="/live")
