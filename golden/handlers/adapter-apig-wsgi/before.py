from apig_wsgi import make_lambda_handler

from site_app import app

handler = make_lambda_handler(app)
